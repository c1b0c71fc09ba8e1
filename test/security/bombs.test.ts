import { fork } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, crc32, deflateSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { smallNetwork, withExternalWeight } from '../core/model/import/small-networks.ts';
import { picture, placedPhoto } from '../lambdas/photos.ts';
import { makeDem } from '../platform/terrain/make-dem.ts';
import { repacked } from '../platform/terrain/repack.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';
import type { BombReport } from './bomb-process.ts';
import { jpegBomb } from './jpeg-bomb.ts';
import { withXmp } from './xmp.ts';

const entry = fileURLToPath(new URL('bomb-process.ts', import.meta.url));
const dir = temporaryFolder();

/** What became of a file that a process of its own read. */
function explode(kind: string, file: string): Promise<BombReport> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, [kind, file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', (report) => resolve(report as BombReport));
    child.once('exit', (code, signal) => reject(new Error(`it ended without a word: ${signal ?? code}`)));
  });
}

function write(name: string, content: Uint8Array | string): string {
  const file = path.join(dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

interface Bomb {
  readonly name: string;
  readonly kind: string;
  readonly make: () => string | Promise<string>;
  readonly says: RegExp;
  /** Most memory of the whole process; Node with the libraries for pictures takes 110 MB. */
  readonly maxMb: number;
  readonly maxMs: number;
}

/** A PNG whose header claims 100,000 x 100,000 pixels: 30 GB of them in some kilobytes. */
function pngBomb(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(100_000, 0);
  header.writeUInt32BE(100_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(4_000_000));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const rdf = (inner: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inner}</rdf:RDF></x:xmpmeta>`;
const laughs = Array.from(
  { length: 20 },
  (_, i) => `<!ENTITY l${i} "${(i === 0 ? 'ha' : `&l${i - 1};`).repeat(10)}">`,
).join('');
const xmp = (name: string, packet: string) => async () =>
  write(name, withXmp(await picture(3).jpeg().toBuffer(), packet));

const dem = makeDem({
  cols: 60,
  rows: 50,
  west: 9,
  north: 56,
  cellX: 0.0001,
  cellY: 0.0001,
  epsg: 4326,
  heightM: () => 12,
});
const tag = { width: 256, height: 257, rowsPerStrip: 278 } as const;
/** 400 MB of zeros, some hundred kilobytes packed. */
const zeros = new Uint8Array(400_000_000);
/** Codes of LZW that never end a text: table full, then a code beyond it, as one decoder looped on for ever. */
const lzwLoop = () => Buffer.alloc(60_000, 0xff).fill(0x80, 0, 2);
const listed = (count: number, line: string) =>
  `{"schema":"umbel.flight/1","flightId":"a","photos":[${Array.from({ length: count }, () => line).join(',')}]}`;

const bombs: readonly Bomb[] = [
  {
    name: 'a JPEG of 65,500 x 65,500 pixels',
    kind: 'photo',
    make: async () => {
      const photo = Buffer.from(await placedPhoto({ seed: 2 }));
      const frame = photo.indexOf(Buffer.from([0xff, 0xc0]));
      photo.writeUInt16BE(65_500, frame + 5);
      photo.writeUInt16BE(65_500, frame + 7);
      return write('large.jpg', photo);
    },
    says: /^photo\.too-many-pixels$/,
    maxMb: 250,
    maxMs: 3_000,
  },
  {
    name: 'a PNG of 100,000 x 100,000 pixels that is called a photo',
    kind: 'photo',
    make: () => write('png.jpg', pngBomb()),
    says: /^photo\.not-jpeg$/,
    maxMb: 250,
    maxMs: 3_000,
  },
  {
    name: 'a JPEG in 2,600 passes',
    kind: 'photo',
    make: () => write('scans.jpg', jpegBomb({ widthPx: 4000, heightPx: 3000, scans: 2600 })),
    says: /^photo\.too-many-scans$/,
    maxMb: 250,
    maxMs: 3_000,
  },
  {
    name: 'a JPEG in passes, of which all 192 million pixels would have to be held',
    kind: 'photo',
    make: () => write('held.jpg', jpegBomb({ widthPx: 16_000, heightPx: 12_000, scans: 3 })),
    says: /^photo\.too-many-pixels$/,
    maxMb: 250,
    maxMs: 3_000,
  },
  {
    name: 'XMP with a billion laughs',
    kind: 'photo',
    make: xmp('laughs.jpg', `<!DOCTYPE l [${laughs}]>${rdf('<rdf:Description>&l19;</rdf:Description>')}`),
    says: /^scored .*xmp\.corrupt/,
    maxMb: 350,
    maxMs: 4_000,
  },
  {
    name: 'XMP with one entity of a megabyte used a thousand times',
    kind: 'photo',
    make: xmp(
      'blowup.jpg',
      `<!DOCTYPE l [<!ENTITY l "${'a'.repeat(30_000)}">]>${rdf(`<rdf:Description>${'&l;'.repeat(5000)}</rdf:Description>`)}`,
    ),
    says: /^scored .*xmp\.corrupt/,
    maxMb: 350,
    maxMs: 4_000,
  },
  {
    name: 'XMP of twelve megabytes in a million elements',
    kind: 'photo',
    make: xmp(
      'many.jpg',
      rdf(`<rdf:Description rdf:about="">${'<a>x</a>'.repeat(1_400_000)}</rdf:Description>`),
    ),
    says: /^scored .*xmp\.too-long/,
    maxMb: 400,
    maxMs: 6_000,
  },
  {
    name: 'XMP in 300,000 elements inside each other',
    kind: 'photo',
    make: xmp('deep.jpg', rdf(`${'<a>'.repeat(300_000)}${'</a>'.repeat(300_000)}`)),
    says: /^scored .*xmp\.too-long/,
    maxMb: 500,
    maxMs: 6_000,
  },
  {
    name: 'a terrain whose block of Deflate holds 400 MB',
    kind: 'terrain',
    make: () =>
      write('deflate.tif', repacked(dem, { compression: 8, pack: () => deflateSync(zeros, { level: 1 }) })),
    says: /^terrain\.unreadable/,
    maxMb: 250,
    maxMs: 4_000,
  },
  {
    name: 'a terrain whose block of Zstandard holds 400 MB',
    kind: 'terrain',
    make: () =>
      write(
        'zstd.tif',
        repacked(dem, {
          compression: 50_000,
          pack: () => zstdCompressSync(zeros, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
        }),
      ),
    says: /^terrain\.unreadable/,
    maxMb: 250,
    maxMs: 4_000,
  },
  {
    name: 'a terrain whose codes of LZW have no end',
    kind: 'terrain',
    make: () => write('lzw.tif', repacked(dem, { compression: 5, pack: lzwLoop })),
    says: /^terrain\.unreadable/,
    maxMb: 250,
    maxMs: 4_000,
  },
  {
    name: 'a terrain that claims 100,000 x 100,000 cells',
    kind: 'terrain',
    make: () =>
      write(
        'cells.tif',
        repacked(dem, {
          compression: 8,
          pack: deflateSync,
          tags: { [tag.width]: 100_000, [tag.height]: 100_000 },
        }),
      ),
    says: /^terrain\.too-large/,
    maxMb: 250,
    maxMs: 4_000,
  },
  {
    name: 'a terrain in a compression that is not bounded',
    kind: 'terrain',
    make: () => write('lerc.tif', repacked(dem, { compression: 34_887, pack: (block) => block })),
    says: /^terrain\.compression-unknown/,
    maxMb: 250,
    maxMs: 4_000,
  },
  {
    name: 'a manifest of a million photos',
    kind: 'manifest',
    make: () => write('million.json', listed(1_000_000, '{"name":"a.jpg"}')),
    says: /^flight\.manifest-invalid: .*photos: it lists 1000000 files; 100000 is the most/,
    maxMb: 500,
    maxMs: 5_000,
  },
  {
    name: 'a manifest of 100 MB',
    kind: 'manifest',
    make: () => write('long.json', listed(1_000_000, `{"name":"${'a'.repeat(80)}.jpg"}`)),
    says: /^flight\.manifest-invalid: .*bytes; a flight\.json has at most/,
    maxMb: 500,
    maxMs: 5_000,
  },
  {
    name: 'a manifest a million levels deep',
    kind: 'manifest',
    make: () =>
      write(
        'levels.json',
        `{"schema":"umbel.flight/1","photos":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`,
      ),
    says: /^flight\.manifest-invalid: /,
    maxMb: 500,
    maxMs: 5_000,
  },
  {
    name: 'an ONNX file whose weights are a device without an end',
    kind: 'onnx',
    make: () => {
      symlinkSync('/dev/zero', path.join(dir, 'zero.data'));
      const network = smallNetwork({ weights: [[1], [1], [1]], bias: [0] });
      return write('endless.onnx', withExternalWeight(network, 'zero.data', 0).file);
    },
    says: /^import\.external-data: .*not a file beside it/,
    maxMb: 400,
    maxMs: 5_000,
  },
  {
    name: 'an ONNX file with a field of two gigabytes that are not there',
    kind: 'onnx',
    make: () => write('field.onnx', Buffer.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0x07, 0x08])),
    says: /^import\.unreadable/,
    maxMb: 400,
    maxMs: 5_000,
  },
  {
    name: 'sample tiles of 100,000 x 100,000 pixels',
    kind: 'samples',
    make: () =>
      path.dirname(write('samples/a.png', pngBomb())) && path.dirname(write('samples/b.png', pngBomb())),
    says: /^import\.samples: .*pixel limit/,
    maxMb: 250,
    maxMs: 4_000,
  },
];

describe('a file that says little and asks for much', () => {
  it.each(bombs)(
    '$name is refused with a reason, in bounded time and memory',
    { timeout: 60_000 },
    async (bomb) => {
      const { said, tookMs, maxRssMb } = await explode(bomb.kind, await bomb.make());
      expect(said).toMatch(bomb.says);
      expect(maxRssMb, 'MB').toBeLessThan(bomb.maxMb);
      // Processors are shared while tests run: four times what it may take alone.
      expect(tookMs, 'ms').toBeLessThan(4 * bomb.maxMs);
    },
  );
});
