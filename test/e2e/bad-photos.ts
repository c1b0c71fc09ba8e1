import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** One way in which a folder of photos goes wrong, and what photos.csv must say of it. */
export interface BadPhoto {
  readonly name: string;
  /** Puts the bad file into `dir`; `good` is a photo of the flight. */
  readonly make: (dir: string, name: string, good: string) => Promise<void> | void;
  readonly expected: Readonly<Record<string, string | RegExp>>;
}

const notScored = (reasonCode: string) => ({
  outcome: 'quarantined',
  result: 'not-scored',
  reasonCode,
  reason: /\w/,
});
const unplaced = (reasonCode: string) => ({
  outcome: 'scored',
  placed: 'no',
  reasonCode,
  reason: /\w/,
  lat: '',
  lon: '',
});
const side = { outcome: 'side-file', result: 'not-scored', reasonCode: 'file.not-a-photo' };

function write(content: (good: Buffer) => Uint8Array | string): BadPhoto['make'] {
  return (dir, name, good) => {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), content(readFileSync(good)));
  };
}

function picture(change: (picture: Sharp) => Sharp): BadPhoto['make'] {
  return async (dir, name, good) => {
    await change(sharp(good).keepMetadata()).toFile(path.join(dir, name));
  };
}

/** The first segment of a kind changed in place, found by its marker text. */
function edited(find: string, replace: (at: number, bytes: Buffer) => void): BadPhoto['make'] {
  return write((good) => {
    const bytes = Buffer.from(good);
    const at = bytes.indexOf(find, 0, 'latin1');
    if (at < 0) throw new Error(`the photo has no ${find}`);
    replace(at, bytes);
    return bytes;
  });
}

/** A JPEG whose frame header claims 20,000 x 15,000 pixels. */
function bomb(good: Buffer): Buffer {
  const bytes = Buffer.from(good);
  for (let i = 2; i < bytes.length;) {
    const marker = bytes[i + 1]!;
    if (marker >= 0xc0 && marker <= 0xc2) {
      bytes.writeUInt16BE(15_000, i + 5);
      bytes.writeUInt16BE(20_000, i + 7);
      return bytes;
    }
    i += 2 + bytes.readUInt16BE(i + 2);
  }
  throw new Error('no frame header');
}

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><rect width="99" height="99"/></svg>';

export const badPhotos: readonly BadPhoto[] = [
  {
    name: 'truncated.jpg',
    make: write((good) => good.subarray(0, good.length / 2)),
    expected: notScored('photo.truncated'),
  },
  { name: 'empty.jpg', make: write(() => ''), expected: notScored('photo.empty') },
  {
    name: 'drawing.jpg',
    make: write(() => svg),
    expected: { ...notScored('photo.not-jpeg'), reason: /SVG/ },
  },
  {
    name: 'screenshot.jpg',
    make: (dir, name) => png(dir, name),
    expected: { ...notScored('photo.not-jpeg'), reason: /PNG/ },
  },
  { name: 'bomb.jpg', make: write(bomb), expected: notScored('photo.too-many-pixels') },
  {
    name: 'print.jpg',
    make: picture((p) => p.toColourspace('cmyk').jpeg()),
    expected: notScored('photo.cmyk'),
  },
  {
    name: 'thermal.jpg',
    make: picture((p) => p.toColourspace('b-w').jpeg()),
    expected: notScored('photo.greyscale'),
  },
  {
    name: 'no-exif.jpg',
    make: async (dir, name, good) => void (await sharp(good).toFile(path.join(dir, name))),
    expected: unplaced('gps.missing'),
  },
  {
    name: 'bad-exif.jpg',
    make: edited('Exif\0\0', (at, bytes) => bytes.fill(0xee, at + 6, at + 90)),
    expected: { outcome: 'scored', flags: /exif\.corrupt/ },
  },
  {
    name: 'names with spaces & ümlaut ñ 日本.jpg',
    make: write((good) => Buffer.concat([good, Buffer.from('x')])),
    expected: { outcome: 'scored' },
  },
  {
    name: 'copy of a photo.jpg',
    make: write((good) => good),
    expected: { outcome: 'skipped', reasonCode: 'photo.duplicate', reason: /DJI_0001/ },
  },
  {
    name: 'second card/DJI_0001.JPG',
    make: write((good) => Buffer.concat([good, Buffer.from('yy')])),
    expected: { outcome: 'scored' },
  },
  { name: 'flight.MRK', make: write(() => '1 2 3'), expected: side },
  { name: 'DJI_0001.SRT', make: write(() => '1'), expected: side },
  { name: 'DJI_0001.DNG', make: write(() => 'II*'), expected: side },
  { name: 'Thumbs.db', make: write(() => 'x'), expected: side },
  { name: '._DJI_0001.JPG', make: write(() => 'resource fork'), expected: side },
];

async function png(dir: string, name: string): Promise<void> {
  const file = path.join(dir, name);
  const pixels = sharp({ create: { width: 80, height: 80, channels: 3, background: 'green' } });
  writeFileSync(file, await pixels.png().toBuffer());
}
