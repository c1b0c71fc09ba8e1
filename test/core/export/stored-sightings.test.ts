import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UmbelError } from '#core/errors.ts';
import {
  parseStoredSightings,
  storedSightingsJson,
  type StoredSightings,
} from '#core/export/stored-sightings.ts';
import { mergeDetections } from '#core/sighting/merge.ts';
import { simulateSurvey } from '../sighting/survey.ts';
import { sampleContext, sampleSighting, sampleSightings } from './sample-sightings.ts';

async function textOf(stored: StoredSightings): Promise<string> {
  let text = '';
  for await (const piece of storedSightingsJson(stored)) text += piece;
  return text;
}

const photos = [
  {
    photoId: 'f'.repeat(20),
    name: 'a "b"/Überflug\u2028.jpg',
    outcome: 'scored',
    result: 'empty',
    capturedAt: '2026-07-01T10:05:12',
    footprint: [
      [12, 55],
      [12.1, 55],
      [12.1, 55.1],
    ] as const,
  },
  { photoId: 'e', name: 'b.jpg', outcome: 'scored', result: 'hogweed', footprint: [] },
];

describe('sightings.json', () => {
  it('gives back what merging made, without loss', async () => {
    const survey = simulateSurvey({
      seed: 3,
      plants: 80,
      spacingM: 1.2,
      fieldM: 14,
      overlap: 0.6,
      photoWidthM: 40,
      photoHeightM: 30,
      gpsSigmaM: 1.5,
    });
    const sightings = mergeDetections(survey.detections, { flightId: 'meadow', threshold: 0.5 });
    expect(sightings.some(({ stand }) => stand !== undefined)).toBe(true);
    const stored = {
      context: { ...sampleContext, simulated: true, operator: 'A. Pilot' },
      sightings,
      photos,
    };
    expect(parseStoredSightings(await textOf(stored), 'sightings.json')).toEqual(stored);
  });

  it('keeps every number to the last bit, and review states', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(number, number, async (lat, confidence) => {
        // JSON has no -0; nothing depends on it.
        const sightings = [sampleSighting(1, { lat: lat + 0, confidence: confidence + 0, review: 'unsure' })];
        const stored = { context: sampleContext, sightings, photos: [] };
        expect(parseStoredSightings(await textOf(stored), 'x')).toEqual(stored);
      }),
    );
  });

  it('has a line for each sighting and photo, and is valid without any', async () => {
    const text = await textOf({ context: sampleContext, sightings: sampleSightings(), photos });
    expect(text.match(/^\{"sightingId"/gm)).toHaveLength(3);
    expect(text.match(/^\{"photoId"/gm)).toHaveLength(2);
    const none = { context: sampleContext, sightings: [], photos: [] };
    expect(parseStoredSightings(await textOf(none), 'x')).toEqual(none);
  });

  it.each([
    { name: 'no JSON', text: '{"schema":', says: 'it is no JSON' },
    { name: 'another schema', text: '{"schema":"umbel.sightings/9"}', says: 'schema' },
    { name: 'a missing member', text: '', says: 'lat' },
  ])('is refused with $name, naming the file', async ({ text, says }) => {
    const stored = await textOf({ context: sampleContext, sightings: sampleSightings(), photos: [] });
    const damaged = text === '' ? stored.replace('"lat":', '"let":') : text;
    expect(() => parseStoredSightings(damaged, 'results/sightings.json')).toThrow(UmbelError);
    expect(() => parseStoredSightings(damaged, 'results/sightings.json')).toThrow('results/sightings.json');
    expect(() => parseStoredSightings(damaged, 'results/sightings.json')).toThrow(says);
  });
});
