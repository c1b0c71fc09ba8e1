import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readCsv } from '../e2e/csv.ts';
import { temporaryFolder } from '../e2e/umbel.ts';
import { multipliedFlight, tinyPhotos } from './many-photos.ts';
import { type MeasuredRun, measureRun } from './measured-run.ts';

/**
 * The little sister of `npm run bench -- load`: 30 batches to tile, 6 to score. Photos stay where they say that they are:
 * they are compared 600 at a time, and up to there memory grows with them (test/lambdas/align-photos tries the parts).
 */
const photos = { few: 250, many: 600 };
const manifest = { schema: 'umbel.flight/1', flightId: 'long-flight', geometry: { useOverlap: false } };

function notIn(dir: string, names: ReadonlySet<string>): string[] {
  const listed = readCsv(path.join(dir, 'photos.csv')).map(({ photo }) => photo ?? '');
  return listed.filter((name) => !names.has(name));
}

function sightingsPerPhoto({ result }: MeasuredRun): number {
  return result.sightings / result.photos.read;
}

test.skipIf(!existsSync('/proc/self/stat'))(
  'a long flight loses nothing, and its memory is that of a shorter one',
  { timeout: 600_000 },
  async () => {
    const dir = temporaryFolder();
    const fly = async (count: number): Promise<MeasuredRun> => {
      const flight = await multipliedFlight(dir, tinyPhotos, count);
      writeFileSync(path.join(flight, 'flight.json'), JSON.stringify(manifest));
      return measureRun(flight, path.join(dir, 'home'));
    };
    const few = await fly(photos.few);
    const many = await fly(photos.many);

    expect(many.result.photos).toMatchObject({
      read: photos.many,
      scored: photos.many,
      quarantined: 0,
      failed: 0,
    });
    const names = Array.from({ length: photos.many }, (_, i) => `DJI_${String(i + 1).padStart(5, '0')}.JPG`);
    const out = many.result.out.dir;
    expect(notIn(out, new Set(names))).toEqual([]);
    const rows = readCsv(path.join(out, 'tiles.csv'));
    expect(rows).toHaveLength(many.result.tiles);
    expect(new Set(rows.map(({ photo }) => photo)).size).toBe(photos.many);
    expect(few.result.sightings).toBeGreaterThan(0);
    expect(Math.abs(sightingsPerPhoto(many) / sightingsPerPhoto(few) - 1)).toBeLessThan(0.2);

    // Heaps breathe by a tenth from run to run; a megabyte kept of each photo would be half as much again.
    expect(many.peakRssBytes / few.peakRssBytes).toBeLessThan(1.3);
    expect(many.peakRssBytes / 1e9).toBeLessThan(1.5);
    expect(many.totalCpuS / photos.many).toBeLessThan(few.totalCpuS / photos.few);
    expect(readFileSync(path.join(out, 'report.html')).length).toBeLessThan(3e6);
  },
);
