import { describe, expect, it } from 'vitest';
import { flightIdOf, parseSimulateOptions, recipeOf } from '#cli/simulate/options.ts';

describe('parseSimulateOptions', () => {
  it('fills in the defaults of a consumer drone', () => {
    expect(parseSimulateOptions({ dir: 'x' })).toEqual({
      dir: 'x',
      photos: 24,
      seed: 1,
      height: 40,
      gpsSigma: 1.5,
      yawSigma: 1,
      pitchSigma: 0.3,
      overlap: 75,
      sideOverlap: 60,
      plantsPerHa: 60,
      width: 5472,
      origin: { lat: 56.1, lon: 9.5 },
      quality: 88,
    });
  });

  it.each([
    ['--photos', { photos: 0 }],
    ['--photos', { photos: 2.5 }],
    ['--photos', { photos: Number.NaN }],
    ['--seed', { seed: -1 }],
    ['--height', { height: 1 }],
    ['--height', { height: Number.NaN }],
    ['--gps-sigma', { gpsSigma: -0.1 }],
    ['--overlap', { overlap: 100 }],
    ['--side-overlap', { sideOverlap: -5 }],
    ['--width', { width: 20 }],
    ['--origin', { origin: { lat: 91, lon: 0 } }],
    ['--origin', { origin: '56,9,1' }],
    ['--season', { season: 'winter' }],
    ['--quality', { quality: 5 }],
    ['--threads', { threads: 0 }],
    ['--zoom', { zoom: 2 }],
    ['DIR', { dir: '' }],
  ])('refuses a bad %s (%o) as bad input, with a hint', (flag, input) => {
    expect(() => parseSimulateOptions({ dir: 'x', ...input })).toThrow(
      expect.objectContaining({
        code: 'simulate.option-invalid',
        kind: 'bad-input',
        hint: expect.stringContaining('--help'),
        message: expect.stringContaining(flag === '--zoom' ? 'zoom' : flag),
      }),
    );
  });
});

function id(input: object): string {
  return flightIdOf(recipeOf(parseSimulateOptions({ dir: 'a', ...input })));
}

describe('flightIdOf', () => {
  it('names what decides the bytes, and nothing else', () => {
    expect(id({ seed: 7 })).toMatch(/^sim-7-[0-9a-f]{8}$/);
    expect(id({ dir: 'b', threads: 3 })).toBe(id({}));
    for (const other of [
      { photos: 25 },
      { width: 1368 },
      { season: 'spring' },
      { origin: { lat: 56, lon: 9.5 } },
    ]) {
      expect(id(other)).not.toBe(id({}));
    }
  });
});
