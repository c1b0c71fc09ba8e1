import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidencesOf } from '#core/model/output.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { sampleManifest } from './sample-manifest.ts';

type Kind = ModelManifest['output']['kind'];

function manifestWith(
  kind: Kind,
  hogweedIndex = 0,
  calibration = { temperature: 1, bias: 0 },
): ModelManifest {
  return { ...sampleManifest, output: { name: 'y', kind, hogweedIndex }, calibration };
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const logit = (p: number) => Math.log(p / (1 - p));
const calibrated = (x: number, { temperature, bias }: { temperature: number; bias: number }) =>
  sigmoid(x / temperature + bias);
const softmax = (values: readonly number[]) => {
  const powers = values.map((value) => Math.exp(value));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

const calibrations = fc.record({
  temperature: fc.double({ min: 0.2, max: 5, noNaN: true }),
  bias: fc.double({ min: -2, max: 2, noNaN: true }),
});
const logits = fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: 1, maxLength: 20 });
const classLogits = fc.integer({ min: 2, max: 5 }).chain((classes) =>
  fc.record({
    tiles: fc.array(
      fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: classes, maxLength: classes }),
      { minLength: 1, maxLength: 8 },
    ),
    hogweedIndex: fc.integer({ min: 0, max: classes - 1 }),
  }),
);

describe('confidences', () => {
  it('of a logit are sigmoid(logit / temperature + bias)', () => {
    fc.assert(
      fc.property(logits, calibrations, (raw, calibration) => {
        const confidences = confidencesOf(raw, raw.length, manifestWith('logit', 0, calibration));
        for (const [i, value] of raw.entries())
          expect(confidences[i]!).toBeCloseTo(calibrated(value, calibration), 6);
      }),
    );
  });

  it('of a probability are calibrated by its logit', () => {
    fc.assert(
      fc.property(logits, calibrations, (raw, calibration) => {
        const confidences = confidencesOf(
          raw.map(sigmoid),
          raw.length,
          manifestWith('probability', 0, calibration),
        );
        for (const [i, value] of raw.entries())
          expect(confidences[i]!).toBeCloseTo(calibrated(value, calibration), 5);
      }),
    );
  });

  it('of logits of several classes are the softmax of the hogweed class', () => {
    fc.assert(
      fc.property(classLogits, calibrations, ({ tiles, hogweedIndex }, calibration) => {
        const manifest = manifestWith('softmax-logits', hogweedIndex, calibration);
        const confidences = confidencesOf(tiles.flat(), tiles.length, manifest);
        for (const [i, tile] of tiles.entries())
          expect(confidences[i]!).toBeCloseTo(
            calibrated(logit(softmax(tile)[hogweedIndex]!), calibration),
            5,
          );
      }),
    );
  });

  it('of a softmax that the model made itself are the same as of its logits', () => {
    fc.assert(
      fc.property(classLogits, calibrations, ({ tiles, hogweedIndex }, calibration) => {
        const [ready, raw] = (['softmax', 'softmax-logits'] as const).map((kind) => {
          const values = kind === 'softmax' ? tiles.flatMap(softmax) : tiles.flat();
          return confidencesOf(values, tiles.length, manifestWith(kind, hogweedIndex, calibration));
        });
        // Probabilities are cut off at 1e-7: what a temperature makes of the rest may differ in the fourth digit.
        for (const i of tiles.keys()) expect(Math.abs(ready![i]! - raw![i]!)).toBeLessThan(1e-3);
      }),
    );
  });

  it('are turned round where low values speak for hogweed', () => {
    const manifest = manifestWith('logit', 0, { temperature: 2, bias: 0.5 });
    const inverted = { ...manifest, output: { ...manifest.output, inverted: true } };
    expect(confidencesOf([3, -1], 2, inverted)).toEqual(confidencesOf([-3, 1], 2, manifest));
  });

  it.each<[Kind, number[]]>([
    ['logit', [-1e6, 1e6]],
    ['probability', [0, 1]],
    ['softmax', [0, 1, 1, 0]],
    ['softmax-logits', [-1e6, 1e6, 1e6, -1e6]],
  ])('stay within 0..1 and are never NaN at the ends of %s', (kind, raw) => {
    const confidences = confidencesOf(raw, 2, manifestWith(kind, 0, { temperature: 0.01, bias: 3 }));
    expect(Math.min(...confidences)).toBeCloseTo(0, 5);
    expect(Math.max(...confidences)).toBeCloseTo(1, 5);
  });

  it.each<[Kind, number]>([
    ['logit', 0],
    ['probability', 0],
    ['softmax', 5],
  ])('are NaN, for the engine to refuse, where %s says nothing for hogweed', (kind, hogweedIndex) => {
    const raw = hogweedIndex === 0 ? [Number.NaN] : [0.2, 0.8];
    expect(confidencesOf(raw, 1, manifestWith(kind, hogweedIndex))[0]).toBeNaN();
  });
});
