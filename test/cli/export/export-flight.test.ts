import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exportFlight } from '#cli/export/export-flight.ts';
import type { ExportFlags } from '#cli/export/flags.ts';
import { main } from '#cli/main.ts';
import { exitCodeOf } from '#core/errors.ts';
import { writeCsv } from '#core/export/csv.ts';
import { sampleContext, sampleSightings } from '../../core/export/sample-sightings.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';
import { saveThreshold, storeFlights } from './stored-flights.ts';

const home = temporaryFolder();
const folder = temporaryFolder();
const reviews = ['unreviewed', 'confirmed', 'rejected'] as const;
const sightings = sampleSightings().map((sighting, i) => ({ ...sighting, review: reviews[i]! }));

beforeAll(async () => {
  vi.stubEnv('UMBEL_HOME', home);
  await storeFlights({ context: sampleContext, sightings, photos: [] });
});

afterAll(() => vi.unstubAllEnvs());

/** What an export writes to stdout and stderr. */
async function exported(flags: ExportFlags, flightId = 'brook-meadow') {
  const out: (string | Uint8Array)[] = [];
  let remarks = '';
  await exportFlight(flightId, flags, {
    stdout: { write: (data) => out.push(data) },
    stderr: { write: (text) => (remarks += text) },
  });
  return { text: out.map((data) => Buffer.from(data).toString('latin1')).join(''), remarks };
}

/** The numbers of the sightings in a GeoJSON file. */
function numbers({ text }: { readonly text: string }): number[] {
  const { features } = JSON.parse(text) as { features: { properties: { number: number } }[] };
  return features.map(({ properties }) => properties.number);
}

describe('umbel export', () => {
  it('writes what the run would have written, from what it stored', async () => {
    const { text, remarks } = await exported({ format: 'csv' });
    expect(text).toBe(Buffer.from(writeCsv(sightings, sampleContext)).toString('latin1'));
    expect(remarks).toBe('');
  });

  it('filters by band, review, area and confidence, and keeps the numbers', async () => {
    const { text } = await exported({
      format: 'geojson',
      band: 'certain,probable',
      review: 'unreviewed,confirmed',
      area: '-13,55,-12,55.1231',
      confidence: '0.8',
    });
    expect(numbers({ text })).toEqual([2]);
  });

  it('writes a table for a spreadsheet that reads 12,5', async () => {
    const { text } = await exported({ format: 'csv', delimiter: ';', decimalComma: true });
    expect(text.split('\n')[1]).toContain(';55,1234568;-12,7654322;');
  });

  it.each([
    { format: 'gpkg', magic: 'SQLite format 3' },
    { format: 'notice', magic: '<!doctype html>' },
    { format: 'gpx', magic: '<?xml' },
  ] as const)('writes $format to a file', async ({ format, magic }) => {
    const out = path.join(folder, `x.${format}`);
    expect((await exported({ format, out })).text).toBe('');
    expect(readFileSync(out, 'latin1').slice(0, magic.length)).toBe(magic);
  });

  it.each(['geojson', 'csv', 'gpx', 'kml', 'dwc', 'notice', 'gpkg'] as const)(
    'writes a valid empty %s where nothing passes, and says so',
    async (format) => {
      const { text, remarks } = await exported({ format, review: 'unsure' });
      expect(text.length).toBeGreaterThan(50);
      expect(text).not.toContain('GH001');
      expect(remarks).toMatch(/none of the 3 sightings of flight brook-meadow passes/);
    },
    20_000,
  );

  it('says of an area that goes round the Earth what was meant', async () => {
    const { remarks } = await exported({ format: 'geojson', area: '-12,55,-13,56' });
    expect(remarks).toMatch(
      /^umbel: --area starts at -12 .*--area -13,55,-12,56\.\n.*none of the 3 sightings/,
    );
  });

  it.each(['dwc', 'notice'] as const)(
    'leaves guesses out of %s, says how many, and takes them in where they are asked for',
    async (format) => {
      const usual = await exported({ format });
      expect(usual.text).not.toContain('DJI_3.JPG');
      expect(usual.remarks).toMatch(/^umbel: 1 possible sighting .*is left out\. .*--band certain,prob/);
      const asked = await exported({ format, band: 'certain,probable,possible' });
      // A person has rejected it: a record of absence, and no place of a notice.
      expect(asked.text).toContain(format === 'dwc' ? 'DJI_3.JPG' : '1 place that a person rejected');
      expect(asked.remarks).toBe('');
    },
  );

  it('takes what is saved for the flight, says so, and takes another confidence where one is named', async () => {
    // The second one has 0.85 and is confirmed, the third 0.6.
    await saveThreshold('brook-meadow', 0.9, 0);
    try {
      const saved = await exported({ format: 'geojson' });
      expect(numbers(saved)).toEqual([1, 2]);
      expect(saved.remarks).toMatch(
        /^umbel: only sightings from 90 % on, .*brook-meadow.*--confidence 0\.$/m,
      );
      const all = await exported({ format: 'geojson', confidence: '0' });
      expect(new Set(numbers(all))).toEqual(new Set([1, 2, 3]));
      expect(all.remarks).toBe('');
    } finally {
      await saveThreshold('brook-meadow', null, 1);
    }
    expect((await exported({ format: 'geojson' })).remarks).toBe('');
  });

  it.each([
    { flightId: 'nowhere', code: 4, says: /no flight nowhere/ },
    { flightId: 'unfinished', code: 5, says: /has no results yet/ },
    { flightId: 'from-before', code: 5, says: /left no sightings\.json/ },
    { flightId: 'damaged', code: 5, says: /damaged\/run\/sightings\.json cannot be read/ },
  ])('ends with $code for the flight $flightId', async ({ flightId, code, says }) => {
    const error = await exported({ format: 'csv' }, flightId).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(says);
    expect(exitCodeOf(error)).toBe(code);
  });

  it('ends with 2 for a file that cannot be written, and for bytes on a terminal', async () => {
    const error = await exported({ format: 'csv', out: path.join(folder, 'no', 'x.csv') }).catch(
      (thrown: unknown) => thrown,
    );
    expect(exitCodeOf(error)).toBe(2);
    expect(String(error)).toContain('x.csv cannot be written');
    const terminal = { stdout: { isTTY: true, write: () => true }, stderr: { write: () => true } };
    await expect(exportFlight('brook-meadow', { format: 'gpkg' }, terminal)).rejects.toThrow(
      /no text for a terminal/,
    );
  });

  it('takes its flags from the command line, a filter that is wrong before anything else', async () => {
    const remarks = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const out = path.join(folder, 'typed.csv');
    try {
      const flags = ['--area', '-13,55,-12,56', '--delimiter', ';', '--decimal-comma', '--out', out];
      expect(await main(['export', 'brook-meadow', '--format', 'csv', ...flags])).toBe(0);
      expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(5);
      expect(await main(['export', 'brook-meadow', '--format', 'csv', '--band', 'sure'])).toBe(2);
      expect(await main(['export', 'brook-meadow', '--format', 'xlsx'])).toBe(2);
      expect(await main(['export', 'brook-meadow'])).toBe(2);
      expect(await main(['export', 'nowhere', '--format', 'csv'])).toBe(4);
    } finally {
      remarks.mockRestore();
    }
  });
});
