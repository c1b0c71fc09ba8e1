import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '#core/flight/run.ts';
import type { PhotoRecord } from '#core/photo/record.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { checkPhotos } from '#lambdas/align-photos/check-photos.ts';
import { checkConfidences, gatherScores, noScores } from '#lambdas/plan-review/check-confidences.ts';
import { readChecks } from '#lambdas/run-checks.ts';
import { type LocalPlatform, openTestPlatform } from './local-platform.ts';
import { sampleRun } from './sample-run.ts';
import { registerModel } from './summarise-flight/sample-flight.ts';

let cloud: LocalPlatform;
let modelId: string;
beforeAll(async () => {
  cloud = await openTestPlatform();
  modelId = await registerModel(cloud);
});

const idOf = (i: number) => i.toString(16).padStart(20, '0');

/** A flight as tile-photos leaves it: so many photos, the first of them quarantined. */
async function tiledFlight(
  name: string,
  { photos, quarantined, checks }: { photos: number; quarantined: number; checks?: Run['checks'] },
): Promise<Run> {
  const run = sampleRun(name, { modelId, checks });
  for (let i = 0; i < photos; i++) {
    const common = {
      flightId: name,
      photoId: idOf(i),
      spec: sheetSpecName(run.sheet),
      name: `${i}.jpg`,
      flags: [],
      decodes: 1,
    };
    const record: PhotoRecord =
      i < quarantined
        ? { ...common, outcome: 'quarantined', reason: { code: 'photo.empty', message: 'Empty.' } }
        : {
            ...common,
            outcome: 'tiled',
            widthPx: 400,
            heightPx: 300,
            quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
            sheetKey: 'none',
            tiles: 12,
          };
    await cloud.platform.tables.photos.put(record);
  }
  const lines = Array.from({ length: photos }, (_, i) => ({
    photoId: idOf(i),
    name: `${i}.jpg`,
    key: `flights/${name}/${i}.jpg`,
    sizeBytes: 1,
    audit: false,
  }));
  await cloud.put(
    'work',
    `runs/${run.runId}/photos.jsonl`,
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  return run;
}

describe('the checks of a run', () => {
  it('are kept in the order of its stages, failed ones too', async () => {
    const run = await tiledFlight('checked', { photos: 10, quarantined: 1 });
    expect(await readChecks(cloud.platform, run)).toEqual([]);
    await checkPhotos(cloud.platform, run, undefined);
    const scores = noScores();
    for (let i = 0; i < 9; i++) gatherScores(scores, new Float32Array(12).fill(0.5), 12);
    await checkConfidences(cloud.platform, run, scores);
    expect(await readChecks(cloud.platform, run)).toMatchObject([
      { stage: 'tiling', outcome: 'passed', figures: { photos: 10, unusable: 1, miscounted: 0 } },
      // These photos do not say where they were taken.
      { stage: 'pose', outcome: 'failed', figures: { photos: 9, unplaced: 9 } },
      { stage: 'scores', outcome: 'not-checked', figures: { tiles: 108, unscored: 0 } },
    ]);
  });

  it('stop the run where the flight wants that, after they were kept', async () => {
    const run = await tiledFlight('stopped', {
      photos: 4,
      quarantined: 2,
      checks: { tiling: 'stop', pose: 'flag' },
    });
    await expect(checkPhotos(cloud.platform, run, undefined)).rejects.toMatchObject({
      code: 'check.failed',
      kind: 'bad-input',
      message:
        'The run was stopped by the check of its tiling: 2 of 4 photos could not be used; at most 20 % are expected.',
    });
    expect(await readChecks(cloud.platform, run)).toMatchObject([
      { stage: 'tiling', outcome: 'failed' },
      { stage: 'pose', outcome: 'failed' },
    ]);
  });

  it('find photos with a tile too few, and tiles without a confidence', async () => {
    const run = await tiledFlight('miscounted', { photos: 3, quarantined: 0 });
    const other = { ...run, sheet: { ...run.sheet, tiling: { grid: [5, 3] as [number, number] } } };
    for (let i = 0; i < 3; i++) {
      const records = await cloud.platform.tables.photos.getMany('miscounted', sheetSpecName(run.sheet), [
        idOf(i),
      ]);
      await cloud.platform.tables.photos.put({ ...records.get(idOf(i))!, spec: sheetSpecName(other.sheet) });
    }
    await checkPhotos(cloud.platform, other, undefined);
    expect(await readChecks(cloud.platform, other)).toMatchObject([
      { stage: 'tiling', outcome: 'failed', figures: { miscounted: 3 } },
      {},
    ]);
    const scores = noScores();
    gatherScores(scores, undefined, 12);
    gatherScores(scores, new Float32Array(11), 12);
    gatherScores(scores, new Float32Array(12), 12);
    expect(scores.unscored).toBe(2);
  });
});
