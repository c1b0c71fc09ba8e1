import type { Look, Rgb } from '../look.ts';
import { createRandom, hashInts } from '../random.ts';

/** What the camera does to the light: lens softness and fall-off, noise, white balance, contrast. */
export interface Sensor {
  /** Tone curve of each channel, from 0..255 plus noise (offset by `curveOffset`) to 0..255. */
  readonly curves: readonly [Uint8Array, Uint8Array, Uint8Array];
  /** Share of light lost in the corners, 0..1. */
  readonly vignette: number;
  readonly seed: number;
}

const curveOffset = 64;
/** Light scattered by the air between camera and ground, in levels of 255 on red, green and blue. */
const haze: Rgb = [5, 5, 9];
/** Sprites and textures are painted in the tones of plain daylight; the camera exposes the meadow to mid grey. */
const brightness = 1.42;
const noisePx = 1 << 16;
/** Standard deviation of the noise of one channel, in levels of 255: a small sensor at ISO 100. */
const noiseLevels = 2.1;

/** The sensor for one photo: `seed` decides its noise and a slight difference in exposure. */
export function makeSensor(look: Look, seed: number, vignette = 0.16): Sensor {
  const random = createRandom(hashInts(seed, 0x5e));
  const exposure = 1 + 0.02 * random.normal();
  const curve = (channel: 0 | 1 | 2): Uint8Array => {
    const gain = look.balance[channel] * exposure * brightness;
    const levels = new Uint8Array(256 + 2 * curveOffset);
    for (let i = 0; i < levels.length; i++) {
      const light = Math.max(0, i - curveOffset) * gain + haze[channel];
      const level = (light - 96) * look.contrast + 96;
      // A soft shoulder: whites approach 255 without clipping hard.
      levels[i] = Math.max(0, Math.min(255, Math.round(level > 225 ? 225 + (level - 225) * 0.6 : level)));
    }
    return levels;
  };
  return { curves: [curve(0), curve(1), curve(2)], vignette, seed };
}

/** A table of normal noise, the same for all photos; each row starts at another place in it. */
const noiseTable = makeNoiseTable();

function makeNoiseTable(): Int8Array {
  const random = createRandom(0x4015e);
  return Int8Array.from({ length: noisePx }, () => Math.round(noiseLevels * random.normal()));
}

/** Where a row of the picture comes from and goes to. */
export interface SensorRow {
  /** 0x00RRGGBB; the row above and the row below lie `widthPx` before and after `at`. */
  readonly pixels: Int32Array;
  readonly at: number;
  readonly row: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** Two channels in one integer. */
const pair = 0xff00ff;

/** Exposes one row: a five-point blur, fall-off towards the corners, noise, tone curve; writes 3 bytes a pixel. */
export function exposeRow(sensor: Sensor, line: SensorRow): void {
  const { pixels, widthPx, heightPx, row, rgb } = line;
  const [redCurve, greenCurve, blueCurve] = sensor.curves;
  const half = widthPx / 2;
  const fall = (256 * sensor.vignette) / (half * half + (heightPx * heightPx) / 4);
  const base = 256 - (row - heightPx / 2) ** 2 * fall;
  let grain = hashInts(sensor.seed, row) & (noisePx - 1);
  let out = row * widthPx * 3;
  // The pixel to the left of the first is the first itself, and likewise at the right.
  let left = pixels[line.at]!;
  let here = left;
  const last = line.at + widthPx - 1;
  for (let at = line.at, x = -half; at <= last; at++, x++) {
    const right = at < last ? pixels[at + 1]! : here;
    const up = pixels[at - widthPx]!;
    const down = pixels[at + widthPx]!;
    const gain = (base - x * x * fall) | 0;
    const redBlue =
      (((here & pair) << 2) + (left & pair) + (right & pair) + (up & pair) + (down & pair)) >>> 3;
    const green =
      (((here & 0xff00) << 2) + (left & 0xff00) + (right & 0xff00) + (up & 0xff00) + (down & 0xff00)) >>> 11;
    const dimmed = Math.imul(redBlue & pair, gain) >>> 8;
    left = here;
    here = right;
    grain = (grain + 1) & (noisePx - 1);
    const noise = noiseTable[grain]! + curveOffset;
    const chroma = noiseTable[grain ^ 0x5a5a]! >> 1;
    rgb[out] = redCurve[(dimmed >>> 16) + noise + chroma]!;
    rgb[out + 1] = greenCurve[((green * gain) >> 8) + noise]!;
    rgb[out + 2] = blueCurve[(dimmed & 255) + noise - chroma]!;
    out += 3;
  }
}
