/** Smooth noise in [0, 1) that repeats every `period` units in x and y, for textures that tile. */
export function periodicNoise(x: number, y: number, seed: number, period: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const left = x0 % period;
  const right = (x0 + 1) % period;
  const below = y0 % period;
  const above = (y0 + 1) % period;
  const low = latticeHash(left, below, seed) * (1 - sx) + latticeHash(right, below, seed) * sx;
  const high = latticeHash(left, above, seed) * (1 - sx) + latticeHash(right, above, seed) * sx;
  return low * (1 - sy) + high * sy;
}

function latticeHash(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 8) / 16777216;
}

/** A repeating square of noise bytes, 0..255, that makes the borders between ground covers ragged. */
export function makeEdgeNoise(seed: number, sizePx: number): Uint8Array {
  const noise = new Uint8Array(sizePx * sizePx);
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      let value = 0;
      let weight = 0;
      for (let octave = 0; octave < 4; octave++) {
        const cells = 8 * 2 ** (octave + 1);
        const share = [0.3, 0.3, 0.24, 0.16][octave]!;
        value +=
          share * periodicNoise((column / sizePx) * cells, (row / sizePx) * cells, seed + octave, cells);
        weight += share;
      }
      // Sums of noise crowd around one half: stretch them over the byte.
      noise[row * sizePx + column] = Math.max(
        0,
        Math.min(255, Math.round(((value / weight - 0.5) * 1.9 + 0.5) * 255)),
      );
    }
  }
  return noise;
}
