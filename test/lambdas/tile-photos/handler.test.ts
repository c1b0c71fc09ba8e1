import sharp from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import type { PhotoRecord } from '#core/photo/record.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { layoutSheet, sheetSpecName } from '#core/tiling/sheet.ts';
import { buckets, invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { heightPx, lineOf, picture, pixelsOf, placedPhoto, widthPx, withSize } from '../photos.ts';
import { sampleRun } from '../sample-run.ts';

interface Counts {
  readonly tiled: number;
  readonly quarantined: number;
  readonly doneBefore: number;
}

let cloud: LocalPlatform;
let tile: (run: Run, photos: readonly PhotoLine[]) => Promise<Counts>;
beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/tile-photos/handler.ts');
  tile = (run, photos) => invoke(handler, { BatchInput: { run }, Items: photos });
});

async function upload(run: Run, name: string, bytes: Uint8Array): Promise<PhotoLine> {
  const line = lineOf(run.flightId, name, bytes);
  await cloud.put('uploads', line.key, bytes);
  return line;
}

async function recordsOf(run: Run, photos: readonly PhotoLine[]): Promise<(PhotoRecord | undefined)[]> {
  const ids = photos.map(({ photoId }) => photoId);
  const records = await cloud.platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), ids);
  return ids.map((photoId) => records.get(photoId));
}

describe('a good photo', () => {
  const run = sampleRun('good');

  it('gets one record with place and quality, and one sheet that holds its tiles', async () => {
    const photo = await upload(run, 'DCIM/ø 1.JPG', await placedPhoto({ seed: 1 }));
    expect(await tile(run, [photo])).toEqual({ tiled: 1, quarantined: 0, doneBefore: 0 });
    const [record] = await recordsOf(run, [photo]);
    expect(record).toMatchObject({
      outcome: 'tiled',
      name: 'DCIM/ø 1.JPG',
      spec: 'grid-4x3-32',
      widthPx,
      heightPx,
      camera: 'DJI FC6310',
      pose: { heightAboveGroundM: 40 },
      tiles: 12,
      decodes: 1,
      sheetKey: `sheets/good/grid-4x3-32/${photo.photoId}.jpg`,
    });
    expect(record).toHaveProperty('quality.sharpness', expect.any(Number));
    const sheet = await sharp(
      await cloud.platform.objects.get({
        bucket: buckets.work,
        key: `sheets/good/grid-4x3-32/${photo.photoId}.jpg`,
      }),
    )
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(sheet.info).toMatchObject({ width: 128, height: 96, channels: 3 });
    const photoSize = { widthPx, heightPx };
    const layout = layoutSheet(planTiles(run.sheet.tiling, photoSize), photoSize, 32);
    const wanted = await sharp(pixelsOf(1), { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .resize(layout.scaledWidthPx, layout.scaledHeightPx, { fit: 'fill' })
      .raw()
      .toBuffer();
    expect(meanDifference(sheet.data, wanted)).toBeLessThan(6);
  });

  it('leaves the whole photo in small beside its sheet', async () => {
    const photo = await upload(run, 'small.jpg', await placedPhoto({ seed: 9 }));
    await tile(run, [photo]);
    const [record] = await recordsOf(run, [photo]);
    const key = `previews/good/grid-4x3-32/${photo.photoId}.jpg`;
    expect(record).toMatchObject({ previewKey: key });
    const preview = await cloud.platform.objects.get({ bucket: buckets.work, key });
    const { data, info } = await sharp(preview).raw().toBuffer({ resolveWithObject: true });
    // The sheet's pixels are 128 wide: a preview is not blown up.
    expect(info).toMatchObject({ width: 128, height: 96, channels: 3 });
    const wanted = await sharp(pixelsOf(9), { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .resize(128, 96, { fit: 'fill' })
      .raw()
      .toBuffer();
    expect(meanDifference(data, wanted)).toBeLessThan(8);
  });

  it('is done once: a batch that comes again reads and writes nothing', async () => {
    const photos = [
      await upload(run, 'a.jpg', await placedPhoto({ seed: 2 })),
      await upload(run, 'b.jpg', await placedPhoto({ seed: 3 })),
    ];
    expect(await tile(run, photos.slice(0, 1))).toEqual({ tiled: 1, quarantined: 0, doneBefore: 0 });
    const [get, put] = [vi.spyOn(cloud.platform.objects, 'get'), vi.spyOn(cloud.platform.objects, 'put')];
    expect(await tile(run, photos)).toEqual({ tiled: 1, quarantined: 0, doneBefore: 1 });
    expect(get).toHaveBeenCalledTimes(1);
    expect(await tile(run, photos)).toEqual({ tiled: 0, quarantined: 0, doneBefore: 2 });
    expect(get).toHaveBeenCalledTimes(1);
    // Sheet, preview, and the note of a batch that came before.
    expect(put).toHaveBeenCalledTimes(3);
    vi.restoreAllMocks();
  });

  it('is done anew for another tiling, beside the first', async () => {
    const photo = await upload(run, 'c.jpg', await placedPhoto({ seed: 4 }));
    const finer = { ...run, sheet: { ...run.sheet, tilePx: 48 } };
    await tile(run, [photo]);
    expect(await tile(finer, [photo])).toMatchObject({ tiled: 1, doneBefore: 0 });
    expect(await recordsOf(run, [photo])).toMatchObject([{ spec: 'grid-4x3-32' }]);
    expect(await recordsOf(finer, [photo])).toMatchObject([{ spec: 'grid-4x3-48' }]);
  });

  it('without GPS or any camera data is tiled all the same, without a place', async () => {
    const photo = await upload(run, 'bare.jpg', await picture(5).jpeg().toBuffer());
    expect(await tile(run, [photo])).toMatchObject({ tiled: 1 });
    const [record] = await recordsOf(run, [photo]);
    expect(record).toMatchObject({
      outcome: 'tiled',
      flags: expect.arrayContaining(['exif.missing', 'gps.missing']),
    });
    expect(record).not.toHaveProperty('pose');
  });

  it('is shown as progress, one by one', async () => {
    cloud.calls.length = 0;
    await tile(run, [
      await upload(run, 'd.jpg', await placedPhoto({ seed: 6 })),
      await upload(run, 'e.jpg', Buffer.alloc(0)),
    ]);
    expect(cloud.calls).toEqual(
      [1, 2].map(() => ({
        method: 'progress',
        parameters: { runId: run.runId, stage: 'tile-photos', photos: 1 },
      })),
    );
  });
});

describe('a bad photo among good ones', () => {
  const run = sampleRun('bad');
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="99" height="99"/></svg>';
  const cases: readonly [string, string, () => Promise<Uint8Array>][] = [
    ['that is cut off', 'photo.truncated', async () => firstHalf(await placedPhoto({ seed: 10 }))],
    ['that is empty', 'photo.empty', () => Promise.resolve(new Uint8Array())],
    ['that is a PNG', 'photo.not-jpeg', () => picture(11).png().toBuffer()],
    ['that is an SVG', 'photo.not-jpeg', () => Promise.resolve(Buffer.from(svg))],
    ['in grey', 'photo.greyscale', () => picture(12).toColourspace('b-w').jpeg().toBuffer()],
    ['in print colours', 'photo.cmyk', () => picture(13).toColourspace('cmyk').jpeg().toBuffer()],
    [
      'that claims 300 million pixels',
      'photo.too-many-pixels',
      async () => withSize(await placedPhoto({ seed: 14 }), 20_000, 15_000),
    ],
    ['that is a thumbnail', 'photo.too-small', () => picture(15).resize(63, 200).jpeg().toBuffer()],
    ['whose tables are damaged', 'photo.unreadable', async () => damaged(await placedPhoto({ seed: 16 }))],
    [
      'that only begins like one',
      'photo.truncated',
      () => Promise.resolve(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2])),
    ],
  ];

  it('is quarantined with its own reason, and the others are done', async () => {
    const good = await upload(run, 'good.jpg', await placedPhoto({ seed: 20 }));
    const bad = await Promise.all(
      cases.map(async ([, , make], i) => upload(run, `bad-${i}.jpg`, await make())),
    );
    const deleted = lineOf(run.flightId, 'deleted.jpg', Buffer.from('gone'));
    const changed = {
      ...(await upload(run, 'changed.jpg', await placedPhoto({ seed: 21 }))),
      sha256: '0'.repeat(64),
    };
    const photos = [...bad, deleted, changed, good];
    expect(await tile(run, photos)).toEqual({ tiled: 1, quarantined: cases.length + 2, doneBefore: 0 });
    const records = await recordsOf(run, photos);
    expect(
      records.map((record) => (record?.outcome === 'quarantined' ? record.reason.code : record?.outcome)),
    ).toEqual([...cases.map(([, code]) => code), 'photo.missing', 'photo.changed', 'tiled']);
    expect(await tile(run, photos)).toMatchObject({ doneBefore: photos.length });
  });

  it('that looked at the horizon is too fine for tiles in metres, and harms no other', async () => {
    const metres = sampleRun('horizon', { sheet: { tiling: { sizeM: 5, overlapM: 0 }, tilePx: 512 } });
    const photos = [
      await upload(metres, 'horizon.jpg', await placedPhoto({ seed: 22, pitchDeg: -2 })),
      await upload(metres, 'nadir.jpg', await placedPhoto({ seed: 23 })),
    ];
    expect(await tile(metres, photos)).toEqual({ tiled: 1, quarantined: 1, doneBefore: 0 });
    expect(await recordsOf(metres, photos)).toMatchObject([
      { outcome: 'quarantined', reason: { code: 'tiling.too-fine' }, decodes: 0 },
      { outcome: 'tiled' },
    ]);
  });
});

describe('what is not the fault of a photo', () => {
  it('fails the batch, so that it is tried again', async () => {
    const run = sampleRun('failing');
    const photo = await upload(run, 'a.jpg', await placedPhoto({ seed: 30 }));
    vi.spyOn(cloud.platform.objects, 'put').mockRejectedValueOnce(new Error('the disk is full'));
    await expect(tile(run, [photo])).rejects.toThrow('the disk is full');
    expect(await recordsOf(run, [photo])).toEqual([undefined]);
    expect(await tile(run, [photo])).toMatchObject({ tiled: 1 });
    vi.restoreAllMocks();
  });

  it('as an event of another shape is refused', async () => {
    await expect(tile({ ...sampleRun('x'), flightId: 'Not an id' }, [])).rejects.toMatchObject({
      name: 'ParseError',
    });
  });
});

function firstHalf(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length >> 1);
}

/** The JPEG with a Huffman table of nonsense. */
function damaged(jpeg: Buffer): Buffer {
  const table = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc4);
  return jpeg.fill(0xee, table + 5, table + 20);
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}
