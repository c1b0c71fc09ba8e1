import { describe, expect, it } from 'vitest';
import { tableCsv, writeCsv } from '#core/export/csv.ts';
import { has, readWithPython } from './foreign-readers.ts';
import { sampleContext, sampleSighting, sampleSightings } from './sample-sightings.ts';

const python = `
import csv, json, sys
print(json.dumps(list(csv.DictReader(sys.stdin, delimiter=DELIMITER))))`;

function read(text: string, delimiter = ','): Record<string, string>[] {
  return readWithPython(python.replace('DELIMITER', JSON.stringify(delimiter)), text) as Record<
    string,
    string
  >[];
}

describe.skipIf(!has('python3'))('CSV in another reader', () => {
  it('comes out as it went in', () => {
    const rows = read(writeCsv(sampleSightings(), sampleContext));
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({
      number: '2',
      band: 'probable',
      confidence: '0.85',
      lat: '55.123',
      lon: '-12.7654322',
      uncertaintyM: '1.23',
      bestPhoto: 'a&b <c>\u0007.JPG',
      capturedAt: '',
      standAreaM2: '',
      simulated: 'no',
    });
    expect(rows[2]).toMatchObject({ plantsAtLeast: '9', standAreaM2: '284.4' });
  });

  it('writes ; and decimal comma on request', () => {
    const text = writeCsv(sampleSightings(), {
      ...sampleContext,
      csv: { delimiter: ';', decimalComma: true },
    });
    const rows = read(text, ';');
    expect(rows[0]).toMatchObject({ lat: '55,1234568', lon: '-12,7654322', confidence: '0,9123' });
    expect(rows[0]!['bestPhoto']).toBe(`'=HYPERLINK("http://x.test","a;b")`);
  });
});

describe('CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1'])(
    'does not let %j run as a formula',
    (name) => {
      const sighting = sampleSighting(1);
      const text = writeCsv(
        [{ ...sighting, bestView: { ...sighting.bestView, photoName: name } }],
        sampleContext,
      );
      expect(text).toContain(`'${name}`);
    },
  );

  it('leaves negative numbers numbers', () => {
    expect(writeCsv([sampleSighting(1)], sampleContext)).toContain(',-12.7654322,');
  });

  it('never writes an exponent, and keeps the decimal point where the comma separates', () => {
    const columns = [['value', (value: number) => value]] as const;
    expect(tableCsv([1e-7, -2.5e-7, 0], columns)).toBe('value\n0.0000001\n-0.00000025\n0\n');
    expect(tableCsv([1.5], columns, { decimalComma: true })).toBe('value\n1.5\n');
  });

  it('has its header even without any sighting', () => {
    expect(writeCsv([], sampleContext)).toMatch(/^number,sightingId,band,[^\n]+\n$/);
  });
});
