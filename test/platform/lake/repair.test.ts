import { rmSync, truncateSync } from 'node:fs';
import { expect, it } from 'vitest';
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
