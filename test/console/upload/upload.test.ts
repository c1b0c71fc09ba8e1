import { describe, expect, it } from 'vitest';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { flightIdFrom } from '../../../console/src/upload/flight-id.ts';
import { hasEnd } from '../../../console/src/upload/jpeg-end.ts';

describe('the name of a flight, made from that of its folder', () => {
  it.each([
    ['Eng nord for møllen 2026', 'eng-nord-for-moellen-2026'],
    ['100MEDIA', '100media'],
    ['  --x--  ', 'x'],
    ['Ålekær, Æblehave', 'aalekaer-aeblehave'],
    ['x'.repeat(80), 'x'.repeat(48)],
  ])('%s becomes %s', (folder, flightId) => {
    expect(flightIdFrom(folder)).toBe(flightId);
    expect(flightIdSchema.safeParse(flightIdFrom(folder)).success).toBe(true);
  });
});

describe('the end of a photo', () => {
  it('is found, even with bytes after it', () => {
    expect(hasEnd(new Uint8Array([1, 2, 0xff, 0xd9]))).toBe(true);
    expect(hasEnd(new Uint8Array([0xff, 0xd9, 0, 0, 0]))).toBe(true);
    expect(hasEnd(new Uint8Array([0xff, 0xd8, 1, 2, 3]))).toBe(false);
    expect(hasEnd(new Uint8Array())).toBe(false);
  });
});
