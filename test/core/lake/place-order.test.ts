import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noPlace, placeOrder } from '#core/lake/place-order.ts';

const latitude = fc.double({ min: -89, max: 89, noNaN: true });
const longitude = fc.double({ min: -179, max: 179, noNaN: true });
const stepLat = 180 / 2 ** 22;
const stepLon = 360 / 2 ** 22;

describe('order of places', () => {
  it('is a curve without jumps: of all 16 cells of a square each is next to the one before', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 20 - 1), fc.nat(2 ** 20 - 1), (x, y) => {
        const cells = Array.from({ length: 16 }, (_, i) => ({
          x: 4 * x + (i % 4),
          y: 4 * y + Math.floor(i / 4),
        }))
          .map((cell) => ({
            ...cell,
            order: placeOrder(-90 + (cell.y + 0.5) * stepLat, -180 + (cell.x + 0.5) * stepLon),
          }))
          .sort((a, b) => a.order - b.order);
        for (let i = 1; i < cells.length; i++) {
          const [a, b] = [cells[i - 1]!, cells[i]!];
          expect(b.order - a.order).toBe(1);
          expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)).toBe(1);
        }
      }),
    );
  });

  it('is a whole number that a double holds, and puts what has no place last', () => {
    fc.assert(
      fc.property(latitude, longitude, (lat, lon) => {
        const order = placeOrder(lat, lon);
        expect(Number.isSafeInteger(order)).toBe(true);
        expect(order).toBeLessThan(noPlace);
      }),
    );
    expect(placeOrder(Number.NaN, 12)).toBe(noPlace);
    expect(placeOrder(90, 180)).toBeLessThan(noPlace);
  });
});
