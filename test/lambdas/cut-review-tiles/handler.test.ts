import sharp, { type Region } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PhotoLine, ReviewLine, Run } from '#core/flight/run.ts';
import { packConfidences } from '#core/model/scores.ts';
import type { ReviewRecord } from '#core/photo/record.ts';
import { collect } from '../../platform/streams.ts';
import { buckets, invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { heightPx, lineOf, pixelsOf, placedPhoto, widthPx } from '../photos.ts';
import { sampleRun } from '../sample-run.ts';

interface Cut {
  readonly tiles: number;
  readonly decodes: number;
}

let cloud: LocalPlatform;
let tile: (run: Run, photos: readonly PhotoLine[]) => Promise<unknown>;
let cut: (run: Run, photos: readonly ReviewLine[]) => Promise<Cut>;
beforeAll(async () => {
  cloud = await openTestPlatform();
  const tiling = await import('#lambdas/tile-photos/handler.ts');
  const cutting = await import('#lambdas/cut-review-tiles/handler.ts');
  tile = (run, photos) => invoke(tiling.handler, { BatchInput: { run }, Items: photos });
  cut = (run, photos) => invoke(cutting.handler, { BatchInput: { run }, Items: photos });
});

/** A tiled and scored photo. */
async function scored(
  run: Run,
  seed: number,
  confidences: readonly number[],
  audit = false,
): Promise<PhotoLine> {
  const bytes = await placedPhoto({ seed });
  const photo = lineOf(run.flightId, `${seed}.jpg`, bytes, audit);
  await cloud.put('uploads', photo.key, bytes);
  await tile(run, [photo]);
  await cloud.platform.tables.scores.put({
    runId: run.runId,
    photoId: photo.photoId,
    confidences: packConfidences(confidences),
    modelId: 'meadow-0123456789ab',
    engine: 'onnx',
  });
  return photo;
}

/** A photo as plan-review lists it. */
function asking(photo: PhotoLine, ...tiles: readonly number[]): ReviewLine {
  return { ...photo, tiles: tiles.map((index) => ({ index, reason: 'uncertain' })) };
}

/** Sure tiles, but for some. */
function sureBut(uncertain: Readonly<Record<number, number>>, count = 12): number[] {
  return Array.from({ length: count }, (_, i) => uncertain[i] ?? (i % 2 === 0 ? 0.01 : 0.99));
}

async function reviewsOf(run: Run): Promise<ReviewRecord[]> {
  return collect(cloud.platform.tables.reviews.list(run.runId));
}

/** Mean difference between a stored tile and a rectangle of the photo. */
async function difference(key: string, seed: number, box: Region): Promise<number> {
  const stored = await cloud.platform.objects.get({ bucket: buckets.review, key });
  const { data, info } = await sharp(stored).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: box.width, height: box.height, channels: 3 });
  const wanted = await sharp(pixelsOf(seed), { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .extract(box)
    .raw()
    .toBuffer();
  return data.reduce((sum, value, i) => sum + Math.abs(value - wanted[i]!), 0) / data.length;
}

describe('tiles to review', () => {
  it('are cut at full resolution, and a biologist is asked about each of them and no other', async () => {
    const run = sampleRun('uncertain');
    const photo = await scored(run, 1, sureBut({ 0: 0.5, 3: 0.5, 6: 0.2, 11: 0.7999 }));
    expect(await cut(run, [asking(photo, 0, 6, 11)])).toEqual({ tiles: 3, decodes: 1 });
    const reviews = await reviewsOf(run);
    expect(reviews).toHaveLength(3);
    expect(reviews.map(({ tile, reason, confidence }) => [tile, reason, confidence])).toEqual(
      expect.arrayContaining([
        [0, 'uncertain', 0.5],
        [6, 'uncertain', 0.2],
        [11, 'uncertain', 0.7999],
      ]),
    );
    for (const review of reviews) {
      expect(review).toMatchObject({
        runId: run.runId,
        flightId: 'uncertain',
        photoId: photo.photoId,
        tileId: `${photo.photoId}-${review.tile}`,
        key: `tiles/${run.runId}/${photo.photoId}-${review.tile}.jpg`,
        state: 'open',
      });
      const [col, row] = [review.tile % 4, Math.floor(review.tile / 4)];
      const box = { left: col * 80, top: row * 80, width: 80, height: 80 };
      expect(await difference(review.key, 1, box)).toBeLessThan(5);
      const beside = { ...box, left: (box.left + 80) % widthPx };
      expect(await difference(review.key, 1, beside)).toBeGreaterThan(20);
    }
  });

  it('of a tiling that does not fit whole pixels are cut around', async () => {
    const run = sampleRun('fractions', { sheet: { tiling: { grid: [3, 7] }, tilePx: 32 } });
    const photo = await scored(run, 2, sureBut({ 20: 0.5 }, 21));
    expect(await cut(run, [asking(photo, 20)])).toEqual({ tiles: 1, decodes: 1 });
    const [review] = await reviewsOf(run);
    const box = { left: 213, top: 205, width: widthPx - 213, height: heightPx - 205 };
    expect(await difference(review!.key, 2, box)).toBeLessThan(5);
  });

  it('that come again change nothing: an answer is not lost', async () => {
    const run = sampleRun('again');
    const photo = await scored(run, 3, sureBut({ 4: 0.5 }));
    await cut(run, [asking(photo, 4)]);
    const [first] = await reviewsOf(run);
    expect(await cut(run, [asking(photo, 4)])).toEqual({ tiles: 0, decodes: 0 });
    expect(await reviewsOf(run)).toEqual([first]);
    // What a former attempt did not come to is done, though the photo was in hand before.
    expect(await cut(run, [asking(photo, 4, 5)])).toEqual({ tiles: 2, decodes: 1 });
    expect(await reviewsOf(run)).toHaveLength(2);
  });
});

describe('photos without a tile to cut', () => {
  it('because they were quarantined or not scored are passed over', async () => {
    const run = sampleRun('missing');
    const never = lineOf(run.flightId, 'never.jpg', Buffer.from('never tiled'));
    const empty = lineOf(run.flightId, 'empty.jpg', new Uint8Array());
    await cloud.put('uploads', empty.key, '');
    await tile(run, [empty]);
    expect(await cut(run, [asking(never, 0), asking(empty, 0)])).toEqual({ tiles: 0, decodes: 0 });
  });

  it('because they were deleted meanwhile do not stop the others', async () => {
    const run = sampleRun('deleted');
    const photos = [
      await scored(run, 6, sureBut({ 1: 0.5 })),
      await scored(run, 7, sureBut({ 1: 0.5, 2: 0.5 })),
    ];
    await cloud.platform.objects.delete({ bucket: buckets.uploads, key: photos[0]!.key });
    expect(await cut(run, [asking(photos[0]!, 1), asking(photos[1]!, 1, 2)])).toEqual({
      tiles: 2,
      decodes: 1,
    });
    expect((await reviewsOf(run)).map(({ photoId }) => photoId)).toEqual([
      photos[1]!.photoId,
      photos[1]!.photoId,
    ]);
  });
});

describe('a photo that ends the program which cuts its tiles', () => {
  it('is left out, and biologists are asked about the others of its batch', async () => {
    const run = sampleRun('crashes');
    const [bad, good] = [
      await scored(run, 41, sureBut({ 4: 0.5 })),
      await scored(run, 42, sureBut({ 4: 0.5 })),
    ];
    // As two programs leave it that ended with the photo in hand, after the one that began the batch.
    const notes = `runs/${run.runId}/batches/cut-review-tiles`;
    await cloud.put('work', `${notes}/begun/${bad.photoId}`, '');
    for (const n of [1, 2]) await cloud.put('work', `${notes}/strikes/${bad.photoId}/${n}-begun`, '');
    expect(await cut(run, [asking(bad, 4), asking(good, 4)])).toEqual({ tiles: 1, decodes: 1 });
    expect((await reviewsOf(run)).map(({ photoId }) => photoId)).toEqual([good.photoId]);
  });
});

describe('a list of tiles', () => {
  it('says why each is reviewed', async () => {
    const run = sampleRun('audit');
    const photo = await scored(run, 8, sureBut({ 3: 0.4 }), true);
    const tiles: ReviewLine['tiles'] = [
      { index: 2, reason: 'audit' },
      { index: 3, reason: 'uncertain' },
    ];
    expect(await cut(run, [{ ...photo, tiles }])).toEqual({ tiles: 2, decodes: 1 });
    const reviews = await reviewsOf(run);
    expect(reviews.map(({ tile, reason }) => ({ index: tile, reason }))).toEqual(tiles);
  });

  it('may take two lines for one photo', async () => {
    const run = sampleRun('lines');
    const photo = await scored(run, 9, sureBut({ 1: 0.5, 2: 0.5 }));
    expect(await cut(run, [asking(photo, 1), asking(photo, 2)])).toEqual({ tiles: 2, decodes: 2 });
    expect((await reviewsOf(run)).map(({ tile }) => tile)).toEqual([1, 2]);
  });
});

describe('several photos at a time', () => {
  it('are all counted', async () => {
    const run = sampleRun('many');
    const photos: ReviewLine[] = [];
    for (let seed = 20; seed < 26; seed++)
      photos.push(asking(await scored(run, seed, sureBut({ 0: 0.5, 5: 0.6 })), 0, 5));
    expect(await cut(run, photos)).toEqual({ tiles: 12, decodes: 6 });
    expect(await reviewsOf(run)).toHaveLength(12);
  });
});
