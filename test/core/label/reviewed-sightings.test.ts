import { describe, expect, it } from 'vitest';
import type { Label } from '#core/label/label.ts';
import { reviewedSightings } from '#core/label/reviewed-sightings.ts';
import { writeDarwinCore } from '#core/export/darwin-core.ts';
import { reviewOf } from '#core/sighting/review-state.ts';
import { sampleContext, sampleSighting } from '#test/core/export/sample-sightings.ts';
import { labelOf } from './sample-labels.ts';

const run = { flightId: 'meadow', tiling: 'grid:2x2' };
const plant = sampleSighting(1);
const [seen] = plant.members;
const otherPhoto = 'e'.repeat(20);
const twice = {
  ...plant,
  members: [seen!, { ...seen!, photoId: otherPhoto, detectionId: `${otherPhoto}-3`, tileIndex: 3 }],
};
const on = (parts: Partial<Label>) => labelOf({ photoId: seen!.photoId, tile: 7, ...parts });
const place = { lat: plant.lat, lon: plant.lon, uncertaintyM: 1, tileSizeM: 2.5 };
const reviewWith = (...labels: Label[]) => reviewOf(reviewedSightings([twice], labels, run)[0]!);

const status = (answer: Label['answer']) =>
  writeDarwinCore(reviewedSightings([twice], [on({ answer })], run), sampleContext);
const elsewhere = (north: number) =>
  labelOf({
    photoId: 'd'.repeat(20),
    tile: 1,
    answer: 'hogweed',
    confidence: 0.3,
    place: { ...place, lat: place.lat + north },
  });

describe('a sighting', () => {
  it('takes the answer on any of its views, hogweed before all others', () => {
    expect(reviewWith()).toBe('unreviewed');
    expect(reviewWith(on({ answer: 'not-hogweed' }))).toBe('rejected');
    expect(reviewWith(on({ answer: 'unsure' }))).toBe('unsure');
    expect(reviewWith(on({ answer: 'bad-image' }))).toBe('unreviewed');
    const other = labelOf({ photoId: otherPhoto, tile: 3, answer: 'hogweed' });
    expect(reviewWith(on({ answer: 'not-hogweed' }), other)).toBe('confirmed');
  });

  it('loses an answer that was taken back, and keeps others', () => {
    const first = on({ seq: 1, answer: 'hogweed' });
    const undo = on({ seq: 2, answer: 'hogweed', withdraws: first.labelId });
    expect(reviewWith(first, undo)).toBe('unreviewed');
  });

  it('is not touched by a tile of the same number in another tiling', () => {
    expect(reviewWith(on({ tiling: 'grid:8x8', answer: 'not-hogweed' }))).toBe('unreviewed');
  });

  it('changes what Darwin Core says of it', () => {
    expect(status('hogweed')).toContain('verified from photographs');
    expect(status('not-hogweed')).toMatch(/absent.*rejected from photographs/s);
    expect(status('unsure')).toContain('a reviewer was not sure');
  });
});

describe('hogweed on a tile that is no view of a sighting', () => {
  it('confirms the sighting within reach', () => {
    const judged = reviewedSightings([twice], [elsewhere(0.000_01)], run);
    expect(judged.map(reviewOf)).toEqual(['confirmed']);
  });

  it('is a sighting of its own where there is none, once however many photos show it', () => {
    const again = { ...elsewhere(0.001), photoId: 'c'.repeat(20) };
    const judged = reviewedSightings([twice], [elsewhere(0.001), again], run);
    expect(judged).toHaveLength(2);
    expect(judged[1]).toMatchObject({ number: 2, review: 'confirmed', confidence: 0.3, band: 'possible' });
  });

  it('is none without a place on the map', () => {
    const { place: _place, ...nowhere } = elsewhere(0.001);
    expect(reviewedSightings([twice], [nowhere], run)).toHaveLength(1);
  });
});
