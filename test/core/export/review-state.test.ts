import { describe, expect, it } from 'vitest';
import { writeCsv } from '#core/export/csv.ts';
import { writeDarwinCore } from '#core/export/darwin-core.ts';
import { filterSightings } from '#core/export/filter.ts';
import { writeGeoJson } from '#core/export/geojson.ts';
import { writeGpx } from '#core/export/gpx.ts';
import { writeKml } from '#core/export/kml.ts';
import { reviewOf, reviewStates, type ReviewState } from '#core/sighting/review-state.ts';
import { has, readWithPython } from './foreign-readers.ts';
import { sampleContext, sampleSighting } from './sample-sightings.ts';

/** Sighting 1 was never looked at, 2 confirmed, 3 rejected, 4 left open. */
const sightings = [undefined, 'confirmed', 'rejected', 'unsure'].map((review, i) =>
  sampleSighting(i + 1, review === undefined ? {} : { review: review as ReviewState }),
);

function numbers(reviews: readonly ReviewState[]): number[] {
  return filterSightings(sightings, { reviews }).map(({ number }) => number);
}

const python = `
import csv, json, sys
print(json.dumps(list(csv.DictReader(sys.stdin))))`;

function table(text: string): Record<string, string>[] {
  return readWithPython(python, text) as Record<string, string>[];
}

describe('what a person says of a sighting', () => {
  it('is "unreviewed" until somebody has looked', () => {
    expect(sightings.map(reviewOf)).toEqual(['unreviewed', 'confirmed', 'rejected', 'unsure']);
    expect(new Set(sightings.map(reviewOf))).toEqual(new Set(reviewStates));
  });

  it.each([
    { name: 'GPX', text: writeGpx(sightings, sampleContext) },
    { name: 'KML', text: writeKml(sightings, sampleContext) },
  ])('sends no crew to a rejected sighting: $name', ({ text }) => {
    expect(text.match(/<name>GH\d+<\/name>/g)).toEqual(
      ['GH001', 'GH002', 'GH004'].map((name) => `<name>${name}</name>`),
    );
    expect(text).toContain('confirmed by a person');
    expect(text).toContain('a person was not sure');
    expect(text).not.toContain('rejected by a person');
  });

  it('stands beside every sighting in GeoJSON', () => {
    const { features } = JSON.parse(writeGeoJson(sightings, sampleContext)) as {
      features: { properties: { review: string } }[];
    };
    expect(features.map(({ properties }) => properties.review)).toEqual(sightings.map(reviewOf));
  });

  it.skipIf(!has('python3'))('stands beside every sighting in tables', () => {
    expect(table(writeCsv(sightings, sampleContext)).map(({ review }) => review)).toEqual(
      sightings.map(reviewOf),
    );
  });

  it.skipIf(!has('python3'))(
    'makes a Darwin Core record a human observation, of absence where rejected',
    () => {
      const rows = table(writeDarwinCore(sightings, sampleContext));
      expect(
        rows.map((row) => [
          row['basisOfRecord'],
          row['occurrenceStatus'],
          row['identificationVerificationStatus'],
        ]),
      ).toEqual([
        ['MachineObservation', 'present', 'unverified'],
        ['HumanObservation', 'present', 'verified from photographs'],
        ['HumanObservation', 'absent', 'rejected from photographs'],
        ['MachineObservation', 'present', 'unverified: a reviewer was not sure'],
      ]);
      expect(rows[0]!['identifiedBy']).toBe('Umbel, model meadow-cnn-3c1f0a9b2d4e');
      expect(rows[1]!['identifiedBy']).toBe('reviewer | Umbel, model meadow-cnn-3c1f0a9b2d4e');
      expect(new Set(rows.map((row) => row['occurrenceID'])).size).toBe(4);
    },
  );

  it('can be filtered for', () => {
    expect(numbers(['confirmed'])).toEqual([2]);
    expect(numbers(['unreviewed', 'unsure'])).toEqual([1, 4]);
    expect(numbers([])).toEqual([]);
  });
});

describe('names on small screens', () => {
  it('are the same in an export of some sightings as in one of all', () => {
    const context = { ...sampleContext, largestNumber: 1200 };
    for (const write of [writeGpx, writeKml])
      expect(write([sampleSighting(7)], context)).toContain('<name>GH0007</name>');
  });
});
