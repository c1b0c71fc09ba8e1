import { describe, expect, it } from 'vitest';
import { bands } from '#core/review/band.ts';
import { exportFormats } from '#core/export/formats.ts';
import { selectForFormat } from '#core/export/official.ts';
import { reviewStates } from '#core/sighting/review-state.ts';
import { sampleSighting } from './sample-sightings.ts';

/** One of every band and review state. */
const every = bands.flatMap((band, b) =>
  reviewStates.map((review, r) => sampleSighting(b * 4 + r + 1, { band, review })),
);

describe('what a format holds by itself', () => {
  it.each(['dwc', 'notice'])('%s: what is certain, probable or confirmed, and counts the rest', (format) => {
    const { sightings, leftOut } = selectForFormat(format, every);
    expect(sightings.filter(({ band }) => band !== 'possible')).toHaveLength(8);
    const possible = sightings.filter(({ band }) => band === 'possible');
    expect(possible.map(({ review }) => review)).toEqual(['confirmed']);
    expect(leftOut).toBe(3);
  });

  it.each(['dwc', 'notice'])('%s: all that is there, where bands are named', (format) => {
    expect(selectForFormat(format, every, { bands: ['possible'] })).toEqual({ sightings: every, leftOut: 0 });
  });

  it('any other format: all', () => {
    const others = [...Object.keys(exportFormats), 'gpkg'].filter((name) => !/^(?:dwc|notice)$/.test(name));
    expect(others).toHaveLength(5);
    for (const format of others)
      expect(selectForFormat(format, every)).toEqual({ sightings: every, leftOut: 0 });
  });
});
