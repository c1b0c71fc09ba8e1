import { describe, expect, it } from 'vitest';
import { writeDarwinCore } from '#core/export/darwin-core.ts';
import { has, readWithPython } from './foreign-readers.ts';
import { sampleContext, sampleSightings } from './sample-sightings.ts';

const python = `
import csv, json, sys
print(json.dumps(list(csv.DictReader(sys.stdin))))`;

describe.skipIf(!has('python3'))('Darwin Core', () => {
  const style = { delimiter: ';', decimalComma: true } as const;
  const rows = (simulated = false): Record<string, string>[] =>
    readWithPython(
      python,
      writeDarwinCore(sampleSightings(), { ...sampleContext, simulated, csv: style }),
    ) as Record<string, string>[];

  it('is an unverified machine observation of the species, with stable ids', () => {
    expect(rows()[0]).toMatchObject({
      occurrenceID: 'urn:umbel:brook-meadow:aaaaaaaaaaaaaaa1',
      basisOfRecord: 'MachineObservation',
      scientificName: 'Heracleum mantegazzianum Sommier & Levier',
      decimalLatitude: '55.1234568',
      decimalLongitude: '-12.7654322',
      geodeticDatum: 'EPSG:4326',
      identificationVerificationStatus: 'unverified',
      dataGeneralizations: '',
    });
    expect(rows(true)[0]!['dataGeneralizations']).toContain('simulated');
  });

  it('gives the 95 % radius, and for a stand the radius that holds the whole of it', () => {
    const [point, , stand] = rows();
    expect(point!['coordinateUncertaintyInMeters']).toBe('2');
    // Half diagonal of the stand: 12.8 m by 22.3 m, from a point near its middle.
    expect(Number(stand!['coordinateUncertaintyInMeters'])).toBeGreaterThan(2 + 12.8);
    expect(Number(stand!['coordinateUncertaintyInMeters'])).toBeLessThan(2 + 25.7);
    expect(stand!['footprintWKT']).toBe(
      'POLYGON ((-12.7655 55.1234, -12.7653 55.1234, -12.7653 55.1236, -12.7655 55.1236, -12.7655 55.1234))',
    );
  });

  it('dates with the zone; without one only the day is true', () => {
    expect(rows().map((row) => row['eventDate'])).toEqual(['2026-07-01T10:05:12+02:00', '', '2026-07-01']);
  });
});
