import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { previewKey } from '#core/flight/keys.ts';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import { groundPoint } from '#core/geo/locate.ts';
import type { PhotoRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import type { OverlapSummary } from '#lambdas/aligned-photos.ts';
import type { PhotoResults } from '#lambdas/photo-results.ts';
import { meadowFlight, type MeadowPhoto } from '../../core/geo/overlap/meadow.ts';
import { distanceM } from '../../core/geo/tie-points.ts';
import type { ObjectRef } from '#platform/ports.ts';
import { collect } from '../../platform/streams.ts';
import { buckets, invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { sampleRun } from '../sample-run.ts';

let cloud: LocalPlatform;
let align: (run: Run) => Promise<OverlapSummary>;
let read: (run: Run) => Promise<PhotoResults[]>;
beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/align-photos/handler.ts');
  const { resultsOf } = await import('#lambdas/photo-results.ts');
  align = (run) => invoke(handler, { run });
  read = (run) => collect(resultsOf(cloud.platform, run));
});

const photoIdOf = (i: number) => i.toString(16).padStart(20, '0');

/** The record of a photo as tile-photos leaves it. */
function recordOf(run: Run, i: number, { pose, image }: MeadowPhoto): TiledPhotoRecord {
  const photoId = photoIdOf(i);
  const spec = sheetSpecName(run.sheet);
  return {
    flightId: run.flightId,
    photoId,
    spec,
    name: `DJI_${i}.JPG`,
    outcome: 'tiled',
    widthPx: image.widthPx,
    heightPx: image.heightPx,
    pose,
    flags: ['clock.unset', 'flag.of-tomorrow'],
    quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
    sheetKey: 'none',
    previewKey: previewKey(run.flightId, spec, photoId),
    tiles: 12,
    decodes: 1,
  };
}

/** A flight as tile-photos leaves it: records and small pictures. */
async function tiled(
  run: Run,
  records: readonly PhotoRecord[],
  photos: readonly MeadowPhoto[],
): Promise<void> {
  for (const [i, record] of records.entries()) {
    await cloud.platform.tables.photos.put(record);
    const { grey, widthPx, heightPx } = photos[i]!.image;
    const raw = { width: widthPx, height: heightPx, channels: 1 } as const;
    const jpeg = await sharp(grey, { raw }).toColourspace('srgb').jpeg({ quality: 80 }).toBuffer();
    if (record.outcome === 'tiled' && record.previewKey !== undefined)
      await cloud.put('work', record.previewKey, jpeg);
  }
  const lines = records.map(({ photoId, name }): PhotoLine => {
    return { photoId, name, key: `flights/${run.flightId}/${name}`, sizeBytes: 1, audit: false };
  });
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await cloud.put('work', `runs/${run.runId}/photos.jsonl`, text);
}

/** Photos whose pictures were turned after the flight. */
const turned = new Set([4]);

/** How far from the truth the run puts a pixel of each photo. */
function offM(results: readonly PhotoResults[], photos: readonly MeadowPhoto[]): number[] {
  return results.map(({ record }, i) => {
    if (record?.outcome !== 'tiled' || record.pose === undefined) return Number.NaN;
    const { truth } = photos[i]!;
    const told = groundPoint(record.pose, { u: 110, v: 20 });
    // A turned picture shows the opposite corner there.
    const [u, v] = turned.has(i) ? [128 - 110, 96 - 20] : [110, 20];
    const there = groundPoint(truth, { u, v });
    if (!('lat' in told && 'lat' in there)) return Number.NaN;
    return distanceM(told, there);
  });
}

describe('the photos of a flight', () => {
  const run = sampleRun('align');
  const photos = meadowFlight({ seed: 5, lines: 2, perLine: 4, turned });

  it('are put where their overlap shows that they are, and every later step reads that', async () => {
    await tiled(
      run,
      photos.map((photo, i) => recordOf(run, i, photo)),
      photos,
    );
    const before = await read(run);
    expect(Math.max(...offM(before, photos))).toBeGreaterThan(10);
    const summary = await align(run);
    expect(summary).toMatchObject({ compared: 8, turned: 1, doubtful: 0 });
    expect(summary.aligned + summary.moved).toBe(8);
    expect(summary.apartBeforeM).toBeGreaterThan(1);
    expect(summary.apartAfterM).toBeLessThan(0.3);
    const after = await read(run);
    expect(Math.max(...offM(after, photos))).toBeLessThan(3);
    const flags = after.map(({ record }) => record?.flags ?? []);
    expect(flags[4]).toContain('photo.turned');
    for (const own of flags) {
      expect(own).toEqual(expect.arrayContaining(['clock.unset', 'flag.of-tomorrow']));
      expect(own.some((flag) => flag === 'pose.aligned' || flag === 'pose.moved')).toBe(true);
    }
    expect(after[0]?.record).toHaveProperty('footprint', expect.any(Array));
    expect(JSON.parse(await cloud.read('work', `runs/${run.runId}/overlap.json`))).toEqual(summary);
  });

  it('are put there again, to the byte', async () => {
    const key = `runs/${run.runId}/aligned-photos.jsonl`;
    const first = await cloud.read('work', key);
    await align(run);
    expect(await cloud.read('work', key)).toBe(first);
  });

  it('are compared part by part; a call that ran out of time is taken up where it ended', async () => {
    const { alignFlight, nothingCompared } = await import('#lambdas/align-photos/align-flight.ts');
    const parts = sampleRun('parts');
    const records = photos.map((photo, i) => recordOf(parts, i, photo));
    await tiled(parts, records, photos);
    const pictures: string[] = [];
    const objects = {
      ...cloud.platform.objects,
      get: (ref: ObjectRef) => {
        if (ref.key.startsWith('previews/')) pictures.push(ref.key);
        return cloud.platform.objects.get(ref);
      },
    };
    const platform = { ...cloud.platform, objects };
    const summary = nothingCompared();
    let seen = 0;
    // Four photos a part: ends in the second one.
    for await (const _ of alignFlight(platform, parts, { summary: nothingCompared(), atOnce: 4 }))
      if (++seen === 5) break;
    expect(pictures).toHaveLength(8);
    pictures.length = 0;
    await cloud.platform.objects.delete({
      bucket: buckets.work,
      key: `runs/${parts.runId}/aligned-parts/1.json`,
    });
    const lines = await collect(alignFlight(platform, parts, { summary, atOnce: 4 }));
    expect(pictures).toHaveLength(4);
    expect(summary).toMatchObject({ compared: 8, turned: 1 });

    const anew = { ...parts, runId: 'parts-anew' };
    const list = await cloud.read('work', `runs/${parts.runId}/photos.jsonl`);
    await cloud.put('work', `runs/${anew.runId}/photos.jsonl`, list);
    const whole = nothingCompared();
    expect(await collect(alignFlight(platform, anew, { summary: whole, atOnce: 4 }))).toEqual(lines);
    expect(whole).toEqual(summary);
  });

  it('stay where they say that they are where the flight wants that', async () => {
    const asStated = { ...sampleRun('align'), runId: 'align-as-stated', geometry: { useOverlap: false } };
    await cloud.put(
      'work',
      'runs/align-as-stated/photos.jsonl',
      await cloud.read('work', `runs/${run.runId}/photos.jsonl`),
    );
    expect(await align(asStated)).toMatchObject({ compared: 0, turned: 0 });
    expect((await read(asStated)).map(({ record }) => record?.flags)).toEqual(
      photos.map(() => ['clock.unset', 'flag.of-tomorrow']),
    );
  });

  it('without pictures or places do not disturb the others', async () => {
    const other = sampleRun('gaps');
    const records = photos
      .map((photo, i) => recordOf(other, i, photo))
      .map((record, i): PhotoRecord => {
        const { pose: _pose, ...unplaced } = record;
        const { previewKey: _key, ...old } = record;
        if (i === 1) return unplaced;
        if (i === 2) return old;
        const { flightId, photoId, spec, name } = record;
        const reason = { code: 'photo.empty', message: 'Empty.' };
        return i === 3
          ? { flightId, photoId, spec, name, flags: [], outcome: 'quarantined', reason, decodes: 0 }
          : record;
      });
    await tiled(other, records, photos);
    await cloud.platform.objects.delete({
      bucket: buckets.work,
      key: previewKey('gaps', records[0]!.spec, photoIdOf(0)),
    });
    expect(await align(other)).toMatchObject({ compared: 4 });
    const results = await read(other);
    expect(results.slice(0, 4).map(({ record }) => record)).toMatchObject(records.slice(0, 4));
  });

  it('may be none', async () => {
    const none = sampleRun('none');
    await tiled(none, [], []);
    expect(await align(none)).toEqual({
      compared: 0,
      aligned: 0,
      moved: 0,
      turned: 0,
      doubtful: 0,
      patches: 0,
      apartBeforeM: 0,
      apartAfterM: 0,
    });
    expect(await read(none)).toEqual([]);
  });
});
