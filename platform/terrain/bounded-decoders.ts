import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { addDecoder, BaseDecoder } from 'geotiff';

/** Compressions of TIFF that are read, by their numbers. Sources: TIFF 6.0, section 9 and 14; Adobe's TIFF technical notes. */
export const readCompressions: ReadonlyMap<number, string> = new Map([
  [1, 'none'],
  [5, 'LZW'],
  [8, 'Deflate'],
  [32946, 'Deflate'],
  [32773, 'PackBits'],
  [50000, 'Zstandard'],
]);

/** Bytes that a block may have beyond its cells: some writers fill up the last strip. */
const slackBytes = 1 << 16;

type Decode = (bytes: Uint8Array, mostBytes: number) => Uint8Array;

/**
 * Nothing; from now on geotiff unpacks a block to no more than its cells take. Its own decoders go on for as long as the
 * bytes say: a megabyte of Deflate is a gigabyte, and a code of LZW that was never given is endless.
 */
export function useBoundedDecoders(): void {
  register([undefined, 1], (bytes) => bytes);
  register([5], unpackLzw);
  register([8, 32946], (bytes, maxOutputLength) => inflateSync(bytes, { maxOutputLength }));
  register([32773], unpackBits);
  register([50000], (bytes, maxOutputLength) => zstdDecompressSync(bytes, { maxOutputLength }));
}

function register(compressions: (number | undefined)[], decode: Decode): void {
  // geotiff makes decoders with `new`, so that here a class it is.
  class BoundedDecoder extends BaseDecoder {
    override decodeBlock(buffer: ArrayBufferLike): ArrayBufferLike {
      const { tileWidth, tileHeight, bitsPerSample, samplesPerPixel = 1 } = this.parameters;
      const bits = Math.max(...(typeof bitsPerSample === 'number' ? [bitsPerSample] : bitsPerSample));
      const cellBytes = Math.ceil((bits * samplesPerPixel) / 8);
      const most = tileWidth * tileHeight * cellBytes + slackBytes;
      const unpacked = decode(new Uint8Array(buffer), most);
      // A view may lie in a larger buffer, and geotiff takes the buffer.
      const { buffer: held, byteOffset, byteLength } = unpacked;
      return byteLength === held.byteLength ? held : held.slice(byteOffset, byteOffset + byteLength);
    }
  }
  addDecoder(
    compressions,
    () => Promise.resolve(BoundedDecoder),
    async (directory) => {
      const number = async (
        tag: 'TileWidth' | 'TileLength' | 'ImageWidth' | 'ImageLength' | 'RowsPerStrip',
      ) => (await directory.loadValue(tag)) ?? 0;
      const isTiled = !directory.hasTag('StripOffsets');
      return {
        tileWidth: await number(isTiled ? 'TileWidth' : 'ImageWidth'),
        tileHeight: isTiled
          ? await number('TileLength')
          : Math.min((await number('RowsPerStrip')) || Infinity, await number('ImageLength')),
        planarConfiguration: (await directory.loadValue('PlanarConfiguration')) ?? 1,
        bitsPerSample: Array.from((await directory.loadValue('BitsPerSample')) ?? [8], Number),
        predictor: (await directory.loadValue('Predictor')) ?? 1,
        samplesPerPixel: (await directory.loadValue('SamplesPerPixel')) ?? 1,
      };
    },
  );
}

/** Source: TIFF 6.0, section 9. */
function unpackBits(bytes: Uint8Array, mostBytes: number): Uint8Array {
  const out = new Uint8Array(mostBytes);
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const head = bytes[at++]!;
    if (head === 128) continue;
    const count = head < 128 ? head + 1 : 257 - head;
    if (length + count > mostBytes) throw new RangeError('a block holds more than its cells');
    if (head < 128) out.set(bytes.subarray(at, at + count), length);
    else out.fill(bytes[at] ?? 0, length, length + count);
    at += head < 128 ? count : 1;
    length += count;
  }
  return out.subarray(0, length);
}

const lzw = { clear: 256, end: 257, first: 258, codes: 4096 } as const;

/** Source: TIFF 6.0, section 13: codes of 9 to 12 bits, the highest bit first, one bit longer one code early. */
function unpackLzw(bytes: Uint8Array, mostBytes: number): Uint8Array {
  const out = new Uint8Array(mostBytes);
  /** Where the text of a code begins in `out`, and its length. */
  const starts = new Uint32Array(lzw.codes);
  const lengths = new Uint32Array(lzw.codes);
  let [length, next, width, bit] = [0, lzw.first, 9, 0];
  let former: { readonly at: number; readonly length: number } | undefined;
  for (;;) {
    const code = bitsAt(bytes, bit, width);
    bit += width;
    if (code === undefined || code === lzw.end) return out.subarray(0, length);
    if (code === lzw.clear) {
      [next, width, former] = [lzw.first, 9, undefined];
      continue;
    }
    const at = length;
    if (code < lzw.clear) {
      if (length + 1 > mostBytes) throw new RangeError('a block holds more than its cells');
      out[length++] = code;
    } else {
      const isNew = code === next && former !== undefined;
      if (!isNew && code >= next) throw new RangeError('a block holds a code that was not given');
      // The code that is just being made is the former text and its first byte again: it stands right behind it.
      const from = isNew ? former!.at : starts[code]!;
      const count = isNew ? former!.length + 1 : lengths[code]!;
      if (length + count > mostBytes) throw new RangeError('a block holds more than its cells');
      for (let i = 0; i < count; i++) out[length++] = out[from + i]!;
    }
    if (former !== undefined && next < lzw.codes) {
      // The text of the new code is the former one with the byte after it.
      starts[next] = former.at;
      lengths[next] = former.length + 1;
      next++;
    }
    former = { at, length: length - at };
    if (next + 1 >= 1 << width && width < 12) width++;
  }
}

function bitsAt(bytes: Uint8Array, bit: number, width: number): number | undefined {
  if (bit + width > bytes.length * 8) return undefined;
  const at = bit >> 3;
  const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  return (three >> (24 - (bit & 7) - width)) & ((1 << width) - 1);
}
