import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type PhotoLine,
  type PlanReviewResult,
  planReviewResultSchema,
  type ReviewLine,
  reviewLineSchema,
  type Run,
} from '#core/flight/run.ts';
import { packConfidences } from '#core/model/scores.ts';
import { chooseReviewTiles } from '#core/review/policy.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { lineOf, picture, placedPhoto } from '../photos.ts';
import { sampleRun } from '../sample-run.ts';
import { registerModel } from '../summarise-flight/sample-flight.ts';

let cloud: LocalPlatform;
let modelId: string;
let tiler: Parameters<typeof invoke>[0];
let planner: Parameters<typeof invoke>[0];
beforeAll(async () => {
  cloud = await openTestPlatform();
  ({ handler: tiler } = await import('#lambdas/tile-photos/handler.ts'));
  ({ handler: planner } = await import('#lambdas/plan-review/handler.ts'));
  modelId = await registerModel(cloud);
});

/** A photo to be tiled and scored; without `lat` it does not say where it was taken. */
interface Shot {
  readonly name: string;
  readonly confidences?: readonly number[];
  readonly lat?: number;
  readonly audit?: boolean;
}

/** Twelve tiles about which the model is sure, but for some at 0.5. */
function sureBut(...uncertain: readonly number[]): number[] {
  return Array.from({ length: 12 }, (_, i) => (uncertain.includes(i) ? 0.5 : 0.05));
}

/** A flight as far as its scores; the photos as photos.jsonl lists them. */
async function scoredFlight(run: Run, shots: readonly Shot[]): Promise<PhotoLine[]> {
  const lines: PhotoLine[] = [];
  for (const [seed, { name, lat, audit = false }] of shots.entries()) {
    const bytes =
      lat === undefined ? await picture(seed).jpeg().toBuffer() : await placedPhoto({ seed, lat });
    const line = lineOf(run.flightId, name, bytes, audit);
    await cloud.put('uploads', line.key, bytes);
    lines.push(line);
  }
  await invoke(tiler, { BatchInput: { run }, Items: lines });
  for (const [i, { confidences }] of shots.entries()) {
    if (confidences === undefined) continue;
    await cloud.platform.tables.scores.put({
      runId: run.runId,
      photoId: lines[i]!.photoId,
      confidences: packConfidences(confidences),
      modelId,
      engine: 'onnx',
    });
  }
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await cloud.put('work', listKey(run, 'photos'), text);
  return lines;
}

function listKey(run: Run, name: string): string {
  return `runs/${run.runId}/${name}.jsonl`;
}

async function plan(run: Run): Promise<PlanReviewResult> {
  return planReviewResultSchema.parse(await invoke(planner, { run }));
}

async function planned(run: Run): Promise<ReviewLine[]> {
  const lines = (await cloud.read('work', listKey(run, 'review'))).split('\n');
  return lines.filter((line) => line !== '').map((line) => reviewLineSchema.parse(JSON.parse(line)));
}

const tilesByName = (lines: readonly ReviewLine[]) =>
  lines.map(({ name, tiles }) => [name, tiles.map(({ index }) => index)]);

const noAudit = {
  uncertain: { from: 0.2, to: 0.8 },
  auditShare: 0,
  auditPhotoShare: 0.1,
  uncertainPhotoShare: 1,
};

describe('the plan of the review', () => {
  it('asks once about a plant that three photos show, in the one that shows most', async () => {
    const run = sampleRun('thrice', { modelId, review: noAudit });
    const shots = [
      { name: 'a.jpg', lat: 56.1, confidences: sureBut(5) },
      { name: 'b.jpg', lat: 56.1, confidences: sureBut(0, 5) },
      { name: 'c.jpg', lat: 56.100001, confidences: sureBut(5) },
    ];
    const lines = await scoredFlight(run, shots);
    expect(await plan(run)).toEqual({
      photos: { bucket: 'umbel-work', key: listKey(run, 'review'), count: 1 },
      tiles: 2,
    });
    expect(await planned(run)).toEqual([
      {
        ...lines[1]!,
        tiles: [
          { index: 0, reason: 'uncertain' },
          { index: 5, reason: 'uncertain' },
        ],
      },
    ]);
  });

  it('asks about other ground, and always where nobody knows the ground', async () => {
    const run = sampleRun('apart', { modelId, review: noAudit });
    await scoredFlight(run, [
      { name: 'a.jpg', lat: 56.1, confidences: sureBut(5) },
      { name: 'far.jpg', lat: 56.11, confidences: sureBut(5) },
      { name: 'nowhere.jpg', confidences: sureBut(5) },
      { name: 'nowhere-else.jpg', confidences: sureBut(5) },
      { name: 'sure.jpg', lat: 56.12, confidences: sureBut() },
      { name: 'unscored.jpg', lat: 56.13 },
    ]);
    expect(await plan(run)).toMatchObject({ photos: { count: 4 }, tiles: 4 });
    expect(tilesByName(await planned(run))).toEqual([
      ['a.jpg', [5]],
      ['far.jpg', [5]],
      ['nowhere.jpg', [5]],
      ['nowhere-else.jpg', [5]],
    ]);
  });

  it('keeps the whole audit sample, and asks first where it reads a photo anyway', async () => {
    const review = {
      uncertain: { from: 0.2, to: 0.8 },
      auditShare: 0.5,
      auditPhotoShare: 1,
      uncertainPhotoShare: 1,
    };
    const run = sampleRun('audit', { modelId, review });
    const confidences = sureBut(5);
    const lines = await scoredFlight(run, [
      { name: 'a.jpg', lat: 56.1, confidences: sureBut(5, 6) },
      { name: 'b.jpg', lat: 56.1, confidences, audit: true },
      { name: 'c.jpg', lat: 56.1, confidences, audit: true },
    ]);
    await plan(run);
    const list = await planned(run);
    const drawn = lines.slice(1).map((line) => ({
      name: line.name,
      tiles: chooseReviewTiles(confidences, line, run).filter(({ reason }) => reason === 'audit'),
    }));
    expect(drawn.every(({ tiles }) => tiles.length > 2)).toBe(true);
    const auditOf = (wanted: string) =>
      list.find(({ name }) => name === wanted)?.tiles.filter(({ reason }) => reason === 'audit');
    for (const { name, tiles } of drawn) expect(auditOf(name)).toEqual(tiles);
    const uncertain = list.flatMap(({ name, tiles }) =>
      tiles.filter(({ reason }) => reason === 'uncertain').map(({ index }) => [name, index]),
    );
    // a.jpg shows two, but is not read anyway: one of the audited answers tile 5.
    expect(uncertain).toHaveLength(2);
    expect(uncertain).toContainEqual(['a.jpg', 6]);
    expect(uncertain).not.toContainEqual(['a.jpg', 5]);
  });

  it('is written byte for byte again', async () => {
    const run = sampleRun('again', { modelId });
    await scoredFlight(run, [
      { name: 'a.jpg', lat: 56.1, confidences: sureBut(1, 5, 9), audit: true },
      { name: 'b.jpg', lat: 56.10003, confidences: sureBut(1, 5, 9) },
    ]);
    const first = await plan(run);
    const text = await cloud.read('work', listKey(run, 'review'));
    expect(await plan(run)).toEqual(first);
    expect(await cloud.read('work', listKey(run, 'review'))).toBe(text);
  });

  it('is empty where the model is sure of everything, and no photo is read for it', async () => {
    const run = sampleRun('sure', { modelId });
    await scoredFlight(run, [{ name: 'a.jpg', lat: 56.1, confidences: sureBut() }]);
    const get = vi.spyOn(cloud.platform.objects, 'get');
    expect(await plan(run)).toMatchObject({ photos: { count: 0 }, tiles: 0 });
    expect(get.mock.calls.map(([{ bucket }]) => bucket)).not.toContain('umbel-uploads');
    vi.restoreAllMocks();
    expect(await cloud.read('work', listKey(run, 'review'))).toBe('');
  });

  it('of a photo with very many tiles takes several lines, so that each fits into a batch', async () => {
    const sheet = { tiling: { grid: [80, 30] as [number, number] }, tilePx: 16 };
    const run = sampleRun('many', { modelId, sheet });
    const [line] = await scoredFlight(run, [
      { name: 'a.jpg', lat: 56.1, confidences: Array.from({ length: 2400 }, () => 0.5) },
    ]);
    expect(await plan(run)).toMatchObject({ photos: { count: 2 }, tiles: 2400 });
    const list = await planned(run);
    expect(list.map(({ photoId, tiles }) => [photoId, tiles.length])).toEqual([
      [line!.photoId, 2000],
      [line!.photoId, 400],
    ]);
    expect(list.flatMap(({ tiles }) => tiles.map(({ index }) => index))).toEqual([...Array(2400).keys()]);
  });
});
