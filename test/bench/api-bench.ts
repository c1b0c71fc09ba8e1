import { readFileSync } from 'node:fs';
import path from 'node:path';
import pLimit from 'p-limit';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import { storedSightingsJson } from '#core/export/stored-sightings.ts';
import type { Run } from '#core/flight/run.ts';
import { poseSchema } from '#core/geo/pose.ts';
import { packConfidences } from '#core/model/scores.ts';
import { defaultReviewPolicy } from '#core/review/policy.ts';
import { valueOfAnswer } from '#core/review/queue.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import { createRandom } from '#core/simulate/random.ts';
import { planTiles, tileBox } from '#core/tiling/plan.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { openLocalCloud, type LocalCloud } from '#platform/local/cloud.ts';
import { startLocalServer } from '#platform/local/http-server.ts';
import type { QueueEntry } from '#platform/tables/review-queue-table.ts';
import { reviewQueue } from '../../console/src/api/operations.generated.ts';
import { treeCpuS } from './process-tree.ts';
import type { BenchRow } from './table.ts';

const flights = 50;
const photosPerFlight = 100;
const tilesPerPhoto = 20;
const reviewTiles = flights * photosPerFlight * tilesPerPhoto;
const size = { widthPx: 5472, heightPx: 3648 };
const tiling = { grid: [24, 16] } as const;
const schemaFile = path.join(import.meta.dirname, '../../lambdas/api/schema.graphql');

const warmUps = 40;
const calls = 400;

/** A page of the review queue as the console asks for it, over HTTP, with 100,000 review tiles of 50 flights in the tables. */
export async function benchApi(dir: string): Promise<BenchRow[]> {
  const cloud = await openLocalCloud({ homeDir: path.join(dir, 'api-home'), keepWarm: ['umbel-api'] });
  const server = await startLocalServer({
    port: 0,
    homeDir: cloud.home.dir,
    objects: cloud.objects,
    consoleDir: dir,
    schemaText: readFileSync(schemaFile, 'utf8'),
    invoke: (event) => cloud.invoke('umbel-api', event),
    onError: (error) => console.error(error),
  });
  try {
    await fill(cloud);
    const all = await timePages(server.url, {});
    const one = await timePages(server.url, { flightId: flightId(7) });
    return [
      row('api: p95 of a page of the queue, ms', all),
      row('api: p95 of a page of one flight, ms', one),
    ];
  } finally {
    await server.close();
    await cloud.close();
  }
}

interface PageTimes {
  /** The shortest first, ms. */
  readonly times: readonly number[];
  /** Of this process and the database, which answer as the cloud does on one machine, ms a page. */
  readonly cpuMs: number;
}

function row(name: string, { times, cpuMs }: PageTimes): BenchRow {
  const at = (share: number) => times[Math.floor(times.length * share)]!;
  const detail = `${reviewTiles} review tiles, ${times.length} pages of 20; median ${at(0.5).toFixed(1)} ms, most ${times.at(-1)!.toFixed(1)} ms, ${cpuMs.toFixed(1)} ms of CPU a page`;
  return { name, value: at(0.95), atMost: 50, detail };
}

/** Times of pages, each behind the one before. */
async function timePages(url: string, filter: object): Promise<PageTimes> {
  // As the console sends it: with named fragments the API would have to make everything that there is.
  const { name: operationName, text: query } = reviewQueue;
  let after: string | null = null;
  const times: number[] = [];
  // Looked at before and after, not while pages are timed: a look takes as long as a third of a page.
  let cpuBeforeS = 0;
  for (let i = 0; i < warmUps + calls; i++) {
    if (i === warmUps) cpuBeforeS = treeCpuS(process.pid);
    const variables = { first: 20, after, filter };
    const startMs = performance.now();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-umbel-name': 'Bench', 'x-umbel-role': 'biologist' },
      body: JSON.stringify({ operationName, query, variables }),
    });
    const page = (await response.json()) as {
      data?: { reviewQueue: { items: unknown[]; next: string | null } };
    };
    if (i >= warmUps) times.push(performance.now() - startMs);
    if (page.data?.reviewQueue.items.length !== 20)
      throw new Error(`a page without 20 tiles: ${JSON.stringify(page).slice(0, 500)}`);
    // One flight has 100 pages: back to the first then.
    after = page.data.reviewQueue.next;
  }
  const cpuS = treeCpuS(process.pid) - cpuBeforeS;
  return { times: times.sort((a, b) => a - b), cpuMs: (1000 * cpuS) / calls };
}

function flightId(i: number): string {
  return `bench-${i}`;
}

async function fill(cloud: LocalCloud): Promise<void> {
  const random = createRandom(5);
  const limit = pLimit(4);
  await Promise.all(Array.from({ length: flights }, (_, i) => limit(() => fillFlight(cloud, i, random))));
}

function runOf(i: number): Run {
  return {
    runId: `${flightId(i)}-0123456789ab`,
    flightId: flightId(i),
    modelId: 'bench-0123456789ab',
    sheet: { tiling: { grid: [...tiling.grid] }, tilePx: 64 },
    threshold: 0.5,
    review: defaultReviewPolicy,
    startedAt: `2026-01-01T00:00:${String(i).padStart(2, '0')}Z`,
  };
}

/** Photos in a row, each overlapping the next ones. */
function outlinesOf({ flightId: id }: Run): ExportedPhoto[] {
  const i = Number(id.split('-')[1]);
  const [halfLat, halfLon] = [0.00018, 0.00048];
  return Array.from({ length: photosPerFlight }, (_, photo) => {
    const [lat, lon] = [latOf(i), lonOf(photo)];
    return {
      photoId: photoIdOf(i, photo),
      name: `DJI_${photo}.JPG`,
      outcome: 'tiled',
      result: 'empty',
      footprint: [
        [lon - halfLon, lat - halfLat],
        [lon + halfLon, lat - halfLat],
        [lon + halfLon, lat + halfLat],
        [lon - halfLon, lat + halfLat],
      ],
    };
  });
}

function photoIdOf(i: number, photo: number): string {
  return (i * photosPerFlight + photo).toString(16).padStart(20, '0');
}

function latOf(i: number): number {
  return 55 + i / 100;
}

function lonOf(photo: number): number {
  return 12 + photo / 10_000;
}

async function fillFlight(
  cloud: LocalCloud,
  i: number,
  random: ReturnType<typeof createRandom>,
): Promise<void> {
  const run = runOf(i);
  const { tables, objects } = cloud;
  const plan = planTiles(tiling as never, size);
  const key = `${run.flightId}/${run.runId}/sightings.json`;
  const context = {
    flightId: run.flightId,
    runId: run.runId,
    modelId: run.modelId,
    startedAt: run.startedAt,
  };
  await objects.putStream(
    { bucket: 'umbel-results', key },
    storedSightingsJson({ context, photos: outlinesOf(run), sightings: [] }),
    'application/json',
  );
  await tables.flights.putFlight({
    flightId: run.flightId,
    manifest: { schema: 'umbel.flight/1', flightId: run.flightId },
    photos: photosPerFlight,
    latestRunId: run.runId,
    startedAt: run.startedAt,
  });
  await tables.flights.putRun({
    flightId: run.flightId,
    runId: run.runId,
    status: 'succeeded',
    modelId: run.modelId,
    startedAt: run.startedAt,
    finishedAt: '2026-01-01T01:00:00Z',
    photos: photosPerFlight,
    run,
    summary: { files: { sightings: key } } as never,
  });
  const entries: QueueEntry[] = [];
  for (let photo = 0; photo < photosPerFlight; photo++) {
    const photoId = photoIdOf(i, photo);
    const name = `DJI_${photo}.JPG`;
    const confidences = Float32Array.from({ length: plan.cols * plan.rows }, () => random.next());
    await tables.scores.put({
      runId: run.runId,
      photoId,
      confidences: packConfidences(confidences),
      modelId: run.modelId ?? '',
      engine: 'onnx',
    });
    await tables.photos.put({
      flightId: run.flightId,
      photoId,
      spec: sheetSpecName(run.sheet),
      name,
      flags: [],
      outcome: 'tiled',
      ...size,
      gsdM: 0.011,
      pose: poseSchema.parse({
        lat: latOf(i),
        lon: lonOf(photo),
        heightAboveGroundM: 40,
        yawDeg: 0,
        pitchDeg: -90,
        rollDeg: 0,
        focalPx: 3648,
        ...size,
      }),
      quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
      sheetKey: '',
      previewKey: `previews/${photoId}.jpg`,
      tiles: confidences.length,
      decodes: 1,
    });
    for (let tile = 0; tile < tilesPerPhoto; tile++) {
      const identity = { flightId: run.flightId, photoId, tiling: formatTiling(run.sheet.tiling), tile };
      const confidence = 0.2 + 0.6 * random.next();
      entries.push({
        ...identity,
        runId: run.runId,
        reason: 'uncertain',
        confidence,
        value: valueOfAnswer({ reason: 'uncertain', confidence, tileId: formatTileId(identity) }),
        photoName: name,
        box: tileBox(plan, tile),
        cols: plan.cols,
        ...size,
        key: `tiles/${run.runId}/${photoId}-${tile}.jpg`,
        version: 0,
      });
    }
  }
  await tables.reviewQueue.addMany(entries);
}
