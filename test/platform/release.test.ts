import { describe, expect, it } from 'vitest';
import { release } from '#platform/release.ts';

describe('release', () => {
  it('empties a large buffer', () => {
    const bytes = new Uint8Array(1 << 20);
    release(bytes);
    expect(bytes.byteLength).toBe(0);
  });

  it('leaves alone what may be a part of a buffer that others use', () => {
    const whole = new Uint8Array(1 << 20);
    release(whole.subarray(1));
    const small = new Uint8Array(100);
    release(small);
    expect([whole.byteLength, small.byteLength]).toEqual([1 << 20, 100]);
  });
});
