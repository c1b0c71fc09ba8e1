import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunResult } from '#cli/run/run-flight.ts';
import { poseSchema, type Pose } from '#core/geo/pose.ts';
import { pairsApartM, quantile } from '../core/geo/tie-points.ts';
import { readCsv } from './csv.ts';
import { temporaryFolder, umbelJson } from './umbel.ts';

const data = process.env['UMBEL_SHARED_DATA'] ?? '../shared/data';

interface PlacedPhoto {
  readonly pose: Pose;
  readonly flags: readonly string[];
}

/** Runs a folder of photos and returns them where the run puts them, by name. */
async function placedBy(folder: string): Promise<{ result: RunResult; photos: Map<string, PlacedPhoto> }> {
  const home = temporaryFolder();
  const result = await umbelJson<RunResult>(['run', folder], home);
  const rows = readCsv(result.out['photos']!);
  const nameOf = new Map(rows.map((row) => [row['photoId'], row['photo']!]));
  const lines = readFileSync(
    path.join(home, 'umbel-work/runs', result.runId, 'aligned-photos.jsonl'),
    'utf8',
  );
  const photos = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { photoId: string; pose: unknown; flags: string[] })
    .map(({ photoId, pose, flags }): [string, PlacedPhoto] => [
      nameOf.get(photoId)!,
      { pose: poseSchema.parse(pose), flags },
    ]);
  return { result, photos: new Map(photos) };
}

const posesOf = (photos: ReadonlyMap<string, PlacedPhoto>) =>
  new Map([...photos].map(([name, { pose }]) => [name, pose]));

describe.skipIf(!existsSync(data))('where a run puts real photos', () => {
  test(
    'Brighton Beach: turned photos are found and put right, tie points within 4.5 m',
    { timeout: 120_000 },
    async () => {
      const { result, photos } = await placedBy(`${data}/brighton_beach`);
      const turned = [...photos]
        .filter(([, { flags }]) => flags.includes('photo.turned'))
        .map(([name]) => name);
      expect(turned).toEqual(['DJI_0024.JPG', 'DJI_0025.JPG', 'DJI_0026.JPG', 'DJI_0027.JPG']);
      const pairs = pairsApartM(`${data}/brighton_beach/tiepoints.json`, posesOf(photos));
      expect(
        quantile(
          pairs.map(({ apartM }) => apartM),
          0.9,
        ),
      ).toBeLessThan(4.5);
      expect(pairs.filter(({ apartM }) => apartM > 10)).toEqual([]);
      const rows = readCsv(result.out['photos']!).filter((row) => row['placed'] === 'yes');
      for (const row of rows) expect(row['flags']).toMatch(/pose\.(aligned|moved)/);
      expect(readFileSync(result.out['report']!, 'utf8')).toContain('4 photos were turned by 180 degrees');
    },
  );

  test('Brighton Beach as its tags say: what is over 10 m off is flagged', { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    cpSync(`${data}/brighton_beach`, folder, { recursive: true });
    const manifest = { schema: 'umbel.flight/1', flightId: 'as-stated', geometry: { useOverlap: false } };
    writeFileSync(path.join(folder, 'flight.json'), JSON.stringify(manifest));
    const result = await umbelJson<RunResult>(['run', folder], temporaryFolder());
    const rows = readCsv(result.out['photos']!).filter((row) => row['placed'] === 'yes');
    const doubtful = rows.filter((row) => row['flags']!.includes('photo.maybe-turned'));
    expect(doubtful.map((row) => row['photo'])).toEqual([
      'DJI_0024.JPG',
      'DJI_0025.JPG',
      'DJI_0026.JPG',
      'DJI_0027.JPG',
    ]);
    expect(rows.every((row) => row['movedM'] === '')).toBe(true);
  });

  test(
    'hogweed at 10 m: none is turned, tie points within 0.8 m, the photo on the ground has no place',
    { timeout: 120_000 },
    async () => {
      const { result, photos } = await placedBy(`${data}/hogweed/photos`);
      expect(
        [...photos.values()].flatMap(({ flags }) => flags).filter((flag) => flag.startsWith('photo.')),
      ).toEqual([]);
      const pairs = pairsApartM(`${data}/hogweed/tiepoints.json`, posesOf(photos));
      expect(
        quantile(
          pairs.map(({ apartM }) => apartM),
          0.9,
        ),
      ).toBeLessThan(0.8);
      const low = readCsv(result.out['photos']!).find((row) => row['photo'] === '0030.jpg');
      expect(low).toMatchObject({ placed: 'no', reasonCode: 'height.too-low' });
      expect(readFileSync(result.out['report']!, 'utf8')).toContain('Why some photos could not be placed');
    },
  );
});
