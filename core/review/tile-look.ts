/**
 * Figures of a tile's picture by which it can be told from others without any model: colour, contrast at four scales, a
 * coarse histogram of colours. Tiles that look alike have figures close together.
 * Sources: Swain and Ballard 1991, International Journal of Computer Vision 7:11 (histograms of colours; their square
 * roots, so that Euclidean distance is that of Hellinger); Burt and Adelson 1983, IEEE Transactions on Communications
 * 31:532 (a picture by what each halving of it loses).
 * @param pixels RGB bytes
 * @param start of the tile's first pixel in `pixels`
 * @param tilePx side of the tile, a multiple of 16
 * @returns 45 figures
 */
export function tileLook(pixels: Uint8Array, start: number, tilePx: number): number[] {
  const count = tilePx * tilePx;
  const light = new Float32Array(count);
  const colours = new Float64Array(27);
  const sums = new Float64Array(6);
  for (let i = 0; i < count; i++) {
    const [r, g, b] = [pixels[start + 3 * i]!, pixels[start + 3 * i + 1]!, pixels[start + 3 * i + 2]!];
    light[i] = (r + g + b) / 765;
    add(sums, 0, light[i]!);
    add(sums, 1, (r - g) / 255);
    add(sums, 2, ((r + g) / 2 - b) / 255);
    colours[third(r) * 9 + third(g) * 3 + third(b)]! += 1 / count;
  }
  return [...spreads(sums, count), ...contrasts(light, tilePx), ...Array.from(colours, Math.sqrt)];
}

function third(byte: number): number {
  return Math.min(2, Math.floor((byte * 3) / 255));
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[2 * at]! += value;
  sums[2 * at + 1]! += value * value;
}

/** Mean and standard deviation of each of three sums. */
function spreads(sums: Float64Array, count: number): number[] {
  return [0, 1, 2].flatMap((at) => {
    const mean = sums[2 * at]! / count;
    return [mean, Math.sqrt(Math.max(0, sums[2 * at + 1]! / count - mean * mean))];
  });
}

/** Of four halvings of the picture each: what is lost (as a logarithm), the brightest and the darkest that is left. */
function contrasts(light: Float32Array, tilePx: number): number[] {
  const figures: number[] = [];
  let [fine, side] = [light, tilePx];
  for (let scale = 0; scale < 4; scale++) {
    const half = side / 2;
    const coarse = new Float32Array(half * half);
    let lost = 0;
    for (let i = 0; i < coarse.length; i++) {
      const at = 2 * Math.floor(i / half) * side + 2 * (i % half);
      const four = [fine[at]!, fine[at + 1]!, fine[at + side]!, fine[at + side + 1]!] as const;
      const mean = (four[0] + four[1] + four[2] + four[3]) / 4;
      coarse[i] = mean;
      for (const one of four) lost += Math.abs(one - mean) / 4;
    }
    let [brightest, darkest] = [0, 1];
    for (const value of coarse) {
      brightest = Math.max(brightest, value);
      darkest = Math.min(darkest, value);
    }
    figures.push(Math.log(1e-3 + lost / coarse.length), brightest, darkest);
    [fine, side] = [coarse, half];
  }
  return figures;
}
