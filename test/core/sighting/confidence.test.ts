import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pooledConfidence } from '#core/sighting/confidence.ts';

const seen = (...confidences: number[]) =>
  confidences.map((confidence, i) => ({ photoId: `p${i}`, confidence }));
const pooled = (members: ReturnType<typeof seen>, couldSee = members.length) =>
  pooledConfidence({ members, couldSee, threshold: 0.5 });

describe('confidence of a sighting', () => {
  it('is that of its only view, up to 99 %', () => {
    expect(pooled(seen(0.95))).toBe(0.95);
    expect(pooled(seen(1))).toBe(0.99);
  });

  it('counts a photo once, by its surest tile', () => {
    const twice = [...seen(0.95), { photoId: 'p0', confidence: 0.51 }];
    expect(pooled(twice, 1)).toBe(0.95);
  });

  it('is certain where most photos agree, and only possible where one of many saw anything', () => {
    expect(pooled(seen(0.99, 0.98, 0.97, 0.6))).toBeGreaterThan(0.9);
    expect(pooled(seen(0.99), 5)).toBeLessThan(0.5);
    expect(pooled(seen(0.99, 0.99, 0.99, 0.99), 5)).toBeGreaterThan(0.9);
  });

  it('lies between its views, and falls with every photo that saw nothing', () => {
    const views = fc.array(fc.double({ min: 0.5, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(views, fc.nat(10), (confidences, missing) => {
        const all = pooled(seen(...confidences));
        expect(all).toBeGreaterThanOrEqual(Math.min(...confidences) - 1e-6);
        expect(all).toBeLessThanOrEqual(Math.max(...confidences) + 1e-6);
        const fewer = pooled(seen(...confidences), confidences.length + missing + 1);
        expect(fewer).toBeLessThan(all);
      }),
    );
  });
});
