import { describe, expect, it } from 'vitest';
import { qualityOf } from '#core/photo/quality.ts';
import { createRandom } from '#core/simulate/random.ts';

const side = 64;

function picture(valueAt: (x: number, y: number) => number): Uint8Array {
  const rgb = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) rgb.fill(valueAt(x, y), (y * side + x) * 3, (y * side + x) * 3 + 3);
  return rgb;
}

const random = createRandom(1);
const noise = Array.from({ length: side * side }, () => 60 + random.next() * 130);
const noiseAt = (x: number, y: number) => noise[((y + side) % side) * side + ((x + side) % side)]!;
const sharp = picture(noiseAt);
const blurred = picture((x, y) => {
  let sum = 0;
  for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += noiseAt(x + dx, y + dy);
  return sum / 9;
});

/** Brightness of a picture whose one channel is full. */
function brightnessOfChannel(channel: number): number {
  const rgb = new Uint8Array(side * side * 3);
  for (let i = channel; i < rgb.length; i += 3) rgb[i] = 255;
  return qualityOf(rgb, side, side).brightness;
}

describe('the quality of a picture', () => {
  it('is less sharp when it is blurred', () => {
    const [a, b] = [qualityOf(sharp, side, side), qualityOf(blurred, side, side)];
    expect(b.sharpness).toBeLessThan(a.sharpness / 5);
    expect(b.brightness).toBeCloseTo(a.brightness, 1);
  });

  it('is not sharp at all without any detail, on a slope neither', () => {
    expect(
      qualityOf(
        picture(() => 128),
        side,
        side,
      ),
    ).toEqual({ sharpness: 0, brightness: 0.502, clipped: 0 });
    expect(
      qualityOf(
        picture((x) => x * 2),
        side,
        side,
      ).sharpness,
    ).toBe(0);
  });

  it('tells dark from bright, and what is lost at both ends', () => {
    expect(
      qualityOf(
        picture(() => 0),
        side,
        side,
      ),
    ).toMatchObject({ brightness: 0, clipped: 1 });
    expect(
      qualityOf(
        picture(() => 255),
        side,
        side,
      ),
    ).toMatchObject({ brightness: 1, clipped: 1 });
    const half = qualityOf(
      picture((_, y) => (y < side / 2 ? 0 : 128)),
      side,
      side,
    );
    expect(half.clipped).toBeCloseTo(0.5, 1);
  });

  it('looks at the green channel alone', () => {
    expect([0, 1, 2].map(brightnessOfChannel)).toEqual([0, 1, 0]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [2, 40],
  ])('of %s x %s pixels is nothing that could be measured', (width, height) => {
    expect(qualityOf(new Uint8Array(width * height * 3), width, height)).toEqual({
      sharpness: 0,
      brightness: 0,
      clipped: 0,
    });
  });
});
