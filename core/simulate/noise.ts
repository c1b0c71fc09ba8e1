/** Value in [0, 1) of the lattice point (x, y): a hash, so the plane has no edge and needs no memory. */
function latticeValue(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 8) / 16777216;
}

/** Smooth noise in [0, 1) at (x, y): lattice values one unit apart, blended with the smoothstep curve. */
export function valueNoise(x: number, y: number, seed: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const sx = fx * fx * (3 - 2 * fx);
  const sy = fy * fy * (3 - 2 * fy);
  const low = latticeValue(x0, y0, seed) * (1 - sx) + latticeValue(x0 + 1, y0, seed) * sx;
  const high = latticeValue(x0, y0 + 1, seed) * (1 - sx) + latticeValue(x0 + 1, y0 + 1, seed) * sx;
  return low * (1 - sy) + high * sy;
}

/** Sum of octaves of `valueNoise`, each half as long and half as strong, scaled back to about [0, 1) with mean 0.5. */
export function fractalNoise(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let weight = 0;
  let amplitude = 1;
  let frequency = 1;
  for (let octave = 0; octave < octaves; octave++) {
    // The offset keeps the lattices of the octaves from meeting in one point, which would show as a cross.
    sum += amplitude * valueNoise(x * frequency + octave * 17.3, y * frequency - octave * 9.7, seed + octave);
    weight += amplitude;
    amplitude /= 2;
    frequency *= 2;
  }
  return sum / weight;
}

/** Smooth step from 0 (at or below `low`) to 1 (at or above `high`). */
export function smoothStep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}
