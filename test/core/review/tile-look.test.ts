import { describe, expect, it } from 'vitest';
import { tileLook } from '#core/review/tile-look.ts';
import { createRandom } from '#core/simulate/random.ts';

const side = 32;
const tile = (pixel: (x: number, y: number) => readonly [number, number, number]) =>
  Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => pixel(((i / 3) % side) | 0, (i / 3 / side) | 0)[i % 3]!,
  );
const apart = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, k) => value - b[k]!));

const look = (pixels: Uint8Array) => tileLook(pixels, 0, side);

describe('the look of a tile', () => {
  const random = createRandom(1);
  const grass = () => tile(() => [60 + random.int(20), 120 + random.int(20), 40 + random.int(20)]);

  it('is 45 figures, none of them no number, also of a tile of one colour', () => {
    for (const pixels of [grass(), tile(() => [0, 0, 0]), tile(() => [255, 255, 255])]) {
      const figures = look(pixels);
      expect(figures).toHaveLength(45);
      expect(figures.every((figure) => Number.isFinite(figure))).toBe(true);
    }
  });

  it('is closer to a tile of the same kind than to another colour, or to white discs among leaves', () => {
    const umbels = tile((x, y) => (Math.hypot(x - 16, y - 16) < 8 ? [240, 240, 230] : [70, 130, 50]));
    const soil = tile(() => [120 + random.int(20), 90 + random.int(20), 60]);
    const here = look(grass());
    expect(apart(here, look(grass()))).toBeLessThan(0.2);
    expect(apart(here, look(soil))).toBeGreaterThan(0.5);
    expect(apart(here, look(umbels))).toBeGreaterThan(0.5);
  });

  it('is read from where the tile begins among others', () => {
    const two = new Uint8Array(side * side * 6);
    const second = grass();
    two.set(second, side * side * 3);
    expect(tileLook(two, side * side * 3, side)).toEqual(look(second));
  });
});
