import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compactMonth } from '#platform/lake/compact.ts';
import { readCommit } from '#platform/lake/lake.ts';
import { openQueryEngine } from '#platform/lake/query-engine.ts';
import { repair } from '#platform/lake/repair.ts';
import { flightOf } from '../../core/lake/season.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bucket, openLake } from './open-lake.ts';
import { writeFlight } from './write-season.ts';

const size = { flights: 20, photosPerFlight: 3, tilesPerPhoto: 4 };

it('takes out what is damaged or gone, names whose rows it held, and leaves the rest', async () => {
  const lake = openLake(temporaryFolder());
  const [first, second] = [0, 5].map((ground) => flightOf({ year: 2026, ground, size })) as [
    ReturnType<typeof flightOf>,
    ReturnType<typeof flightOf>,
  ];
  await writeFlight(lake, first);
  await writeFlight(lake, second);
  expect(await repair(lake)).toEqual([]);
  const { commit } = await readCommit(lake, first.month);
  const keyOf = (owner: string, table: 'tiles' | 'sightings') =>
    commit.tables[table].find(({ owners }) => owners.includes(owner))!.key;
  const damaged = keyOf(first.owner, 'tiles');
  const gone = keyOf(second.owner, 'sightings');
  truncateSync(lake.objects.fileOf({ bucket, key: damaged }), 300);
  rmSync(lake.objects.fileOf({ bucket, key: gone }));
  expect(await repair(lake)).toEqual([
    { table: 'tiles', key: damaged, problem: 'damaged', owners: [first.owner] },
    { table: 'sightings', key: gone, problem: 'gone', owners: [second.owner] },
  ]);
  const engine = await openQueryEngine({ lake });
  expect((await engine.query('SELECT count(*) FROM tiles')).rows).toEqual([[8]]);
  expect((await engine.query('SELECT count(*) FROM sightings')).rows).toEqual([[5]]);
  engine.close();
  // The run that is done again is whole again.
  await writeFlight(lake, first);
  expect(await repair(lake)).toEqual([]);
});

it('finds bytes that changed though rows still come out', async () => {
  const lake = openLake(temporaryFolder());
  const flight = flightOf({ year: 2026, ground: 0, size });
  await writeFlight(lake, flight);
  const { commit } = await readCommit(lake, flight.month);
  const { key, checksum } = commit.tables.tiles[0]!;
  expect(checksum).toBeGreaterThan(0);
  const file = lake.objects.fileOf({ bucket, key });
  const bytes = readFileSync(file);
  // In the program's name in the footer: no reader minds.
  const at = bytes.lastIndexOf('umbel.lake');
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(file, bytes);
  expect(await repair(lake)).toMatchObject([{ table: 'tiles', problem: 'damaged', owners: [flight.owner] }]);
});

it('leaves files alone that it cannot put together, and puts the others together', async () => {
  const lake = openLake(temporaryFolder());
  const flights = [0, 5, 10].map((ground) =>
    flightOf({ year: 2026, ground, size: { ...size, flights: 40 } }),
  );
  for (const flight of flights) await writeFlight(lake, flight);
  const { month } = flights[0]!;
  const before = (await readCommit(lake, month)).commit.tables;
  truncateSync(lake.objects.fileOf({ bucket, key: before.tiles[1]!.key }), 300);
  rmSync(lake.objects.fileOf({ bucket, key: before.photos[0]!.key }));
  await compactMonth(lake, month, { fewest: 2 });
  const { tables } = (await readCommit(lake, month)).commit;
  expect(tables.tiles).toEqual(before.tiles);
  expect(tables.photos).toEqual(before.photos);
  expect([tables.runs.length, tables.sightings.length, tables.coverage.length]).toEqual([1, 1, 1]);
  expect((await repair(lake)).map(({ problem }) => problem)).toEqual(['gone', 'damaged']);
});
