import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseSimulateOptions, type SimulateInput } from '#cli/simulate/options.ts';
import { simulateFlight } from '#cli/simulate/simulate.ts';

/** Photos that are rendered, and then multiplied. */
export interface PhotoKind {
  readonly name: string;
  readonly simulated: Omit<SimulateInput, 'dir'>;
}

/** 0.3 megapixels with 40 tiles of the shipped model: everything but pixels is as much work as in a real photo. */
export const smallPhotos: PhotoKind = {
  name: 'small',
  simulated: { width: 640, height: 10, photos: 60, quality: 75, seed: 5 },
};
/** The least that goes through every stage. */
export const tinyPhotos: PhotoKind = {
  name: 'tiny',
  simulated: { width: 320, height: 8, photos: 40, overlap: 50, sideOverlap: 20, quality: 75, seed: 5 },
};
/** 20 megapixels with 609 tiles. */
export const largePhotos: PhotoKind = { name: 'large', simulated: { height: 40, photos: 12, seed: 11 } };

/** The folder of a flight of `count` photos below `dir`; made when it is not there. */
export async function multipliedFlight(dir: string, kind: PhotoKind, count: number): Promise<string> {
  const source = path.join(dir, `${kind.name}-rendered`);
  await simulateFlight(parseSimulateOptions({ dir: source, ...kind.simulated }), ({ done, total }) =>
    process.stderr.write(`\rrendering ${done} of ${total} `),
  );
  const flight = path.join(dir, `${kind.name}-${count}`);
  if (!existsSync(flight)) multiplyPhotos(source, flight, count);
  return flight;
}

/** Between two copies of the ground, degrees: 330 m and more, so that nothing of one is seen in another. */
const stepDeg = 0.005;

/**
 * Makes a folder of `count` photos out of those of a simulated flight: its ground again and again, each time somewhere
 * else. Only the position in the EXIF block is changed, so ten thousand files take seconds, and no two are the same.
 * @param source folder of `umbel simulate`
 */
function multiplyPhotos(source: string, target: string, count: number): void {
  mkdirSync(target, { recursive: true });
  const photos = readdirSync(source)
    .filter((name) => name.endsWith('.JPG'))
    .toSorted()
    .map((name) => readFileSync(path.join(source, name)));
  const copies = Math.ceil(count / photos.length);
  const across = Math.ceil(Math.sqrt(copies));
  for (let i = 0; i < count; i++) {
    const copy = Math.floor(i / photos.length);
    const photo = Buffer.from(photos[i % photos.length]!);
    moveBy(photo, 'latitude', Math.floor(copy / across) * stepDeg);
    moveBy(photo, 'longitude', (copy % across) * stepDeg);
    writeFileSync(path.join(target, `DJI_${String(i + 1).padStart(5, '0')}.JPG`), photo);
  }
}

/** Entries of the GPS directory as a little-endian file holds them: tag, type 5 (rational), three of them. Source: EXIF 2.32, 4.6.6. */
const entries = {
  latitude: Buffer.from([2, 0, 5, 0, 3, 0, 0, 0]),
  longitude: Buffer.from([4, 0, 5, 0, 3, 0, 0, 0]),
} as const;
/** EXIF counts offsets from the end of this. */
const exifMark = Buffer.from('Exif\0\0II');
const secondsUnit = 100_000;

/** Adds degrees to a position of the northern and eastern hemisphere, in place. */
function moveBy(photo: Buffer, which: keyof typeof entries, degrees: number): void {
  const start = photo.indexOf(exifMark) + exifMark.length - 2;
  const entry = photo.indexOf(entries[which], start);
  if (start < exifMark.length || entry === -1) throw new TypeError('the photo has no position to change');
  const at = start + photo.readUInt32LE(entry + 8);
  const rational = (i: number) => photo.readUInt32LE(at + 8 * i) / photo.readUInt32LE(at + 8 * i + 4);
  const moved = rational(0) + rational(1) / 60 + rational(2) / 3600 + degrees;
  const total = Math.round(moved * 3600 * secondsUnit);
  const perMinute = 60 * secondsUnit;
  const values = [
    [Math.floor(total / (60 * perMinute)), 1],
    [Math.floor(total / perMinute) % 60, 1],
    [total % perMinute, secondsUnit],
  ];
  for (const [i, [numerator = 0, denominator = 1]] of values.entries()) {
    photo.writeUInt32LE(numerator, at + 8 * i);
    photo.writeUInt32LE(denominator, at + 8 * i + 4);
  }
}
