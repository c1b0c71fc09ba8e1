import { writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { commitKey, symlinkKey } from '#core/lake/keys.ts';
import { tableOf, type TableName } from '#core/lake/schema.ts';
import { compactMonth } from '#platform/lake/compact.ts';
import { changeMonth, type Lake, monthsOf, newFile, readCommit } from '#platform/lake/lake.ts';
import { openQueryEngine } from '#platform/lake/query-engine.ts';
import { replaceRows } from '#platform/lake/replace-rows.ts';
import { sweepMonth } from '#platform/lake/sweep.ts';
import type { FileObjectStore } from '#platform/local/object-store.ts';
import { flightOf } from '../../core/lake/season.ts';
import { collect } from '../streams.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bucket, openLake } from './open-lake.ts';
import { writeFlight } from './write-season.ts';

const size = { flights: 20, photosPerFlight: 3, tilesPerPhoto: 4 };
const tilesEach = 2 * 4;
/** Ground 0, 5, 10 ... lie in the same month. */
const flight = (nth: number) => flightOf({ year: 2026, ground: 5 * nth, size });
const month = flight(0).month;

type LocalLake = Lake & { readonly objects: FileObjectStore };

async function ask(lake: LocalLake, sql: string): Promise<unknown[]> {
  const engine = await openQueryEngine({ lake });
  try {
    return (await engine.query(sql)).rows.map(([value]) => value);
  } finally {
    engine.close();
  }
}
const countTiles = async (lake: LocalLake) => (await ask(lake, 'SELECT count(*) FROM tiles'))[0];
const sumTiles = async (lake: LocalLake) =>
  (
    await ask(
      lake,
      "SELECT CAST(count(*) AS VARCHAR) || ' ' || CAST(round(sum(confidence), 6) AS VARCHAR) FROM tiles",
    )
  )[0];

describe('writers of the lake', () => {
  it('at the same time lose nothing of each other', async () => {
    const lake = openLake(temporaryFolder());
    await Promise.all(Array.from({ length: 8 }, (_, i) => writeFlight(lake, flight(i))));
    expect(await countTiles(lake)).toBe(8 * tilesEach);
    expect(await monthsOf(lake)).toEqual([month]);
    const { commit } = await readCommit(lake, month);
    expect(commit.version).toBe(8);
    const addresses = new TextDecoder().decode(
      await lake.objects.get({ bucket, key: symlinkKey('tiles', month) }),
    );
    expect(addresses.trim().split('\n').toSorted()).toEqual(
      commit.tables.tiles.map(({ key }) => `s3://${bucket}/${key}`).toSorted(),
    );
  });

  it('of the same run leave one of them, whole', async () => {
    const lake = openLake(temporaryFolder());
    await Promise.all([0, 1, 2].map(() => writeFlight(lake, flight(0))));
    expect(await countTiles(lake)).toBe(tilesEach);
    const { commit } = await readCommit(lake, month);
    expect(commit.retired).toHaveLength(10);
  });

  it('that die before they commit leave the lake as it was; the file goes a day later', async () => {
    let now = new Date('2026-08-01T12:00:00Z');
    const lake = openLake(temporaryFolder(), () => now);
    await writeFlight(lake, flight(0));
    const writer = newFile(lake, { table: tableOf('tiles'), month, name: 'dead', owners: ['dead'] });
    await writer.add(flight(1).rows.tiles);
    const { key } = await writer.close();
    expect(await countTiles(lake)).toBe(tilesEach);
    expect(await sweepMonth(lake, month)).toBe(0);
    now = new Date('2026-08-02T13:00:00Z');
    expect(await sweepMonth(lake, month)).toBe(1);
    expect(await lake.objects.head({ bucket, key })).toBeUndefined();
    expect(await countTiles(lake)).toBe(tilesEach);
  });

  it('give up with a clear word when others are always faster', async () => {
    const lake = openLake(temporaryFolder());
    const busy = { ...lake, objects: { ...lake.objects, putIf: () => Promise.resolve('changed' as const) } };
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await expect(changeMonth(busy, month, (commit) => commit)).rejects.toMatchObject({
      code: 'lake.busy',
      kind: 'try-again',
    });
    vi.restoreAllMocks();
  });
});

describe('compaction', () => {
  it('puts small files together: the same rows, fewer files, the former ones swept a day later', async () => {
    let now = new Date('2026-08-01T12:00:00Z');
    const lake = openLake(temporaryFolder(), () => now);
    for (let i = 0; i < 4; i++) await writeFlight(lake, flight(i));
    const before = await sumTiles(lake);
    expect(await compactMonth(lake, month, { fewest: 2 })).toEqual({ filesBefore: 20, filesAfter: 5 });
    expect(await sumTiles(lake)).toBe(before);
    now = new Date('2026-08-02T13:00:00Z');
    expect(await sweepMonth(lake, month)).toBe(20);
    const objects = await collect(lake.objects.list(bucket, 'data/'));
    expect(objects).toHaveLength(5);
    expect(await sumTiles(lake)).toBe(before);
  });

  it('leaves few files alone', async () => {
    const lake = openLake(temporaryFolder());
    for (let i = 0; i < 4; i++) await writeFlight(lake, flight(i));
    expect(await compactMonth(lake, month)).toEqual({ filesBefore: 20, filesAfter: 20 });
  });

  it('lets a run be replaced that lies among others in a file', async () => {
    const lake = openLake(temporaryFolder());
    for (let i = 0; i < 4; i++) await writeFlight(lake, flight(i));
    await compactMonth(lake, month, { fewest: 2 });
    const fewer = flight(2);
    await writeFlight(lake, { ...fewer, rows: { ...fewer.rows, tiles: fewer.rows.tiles.slice(0, 1) } });
    expect(await countTiles(lake)).toBe(3 * tilesEach + 1);
    expect(await ask(lake, 'SELECT count(*) FROM runs')).toEqual([4]);
    const { owner } = flight(1);
    const tables: readonly TableName[] = ['runs', 'photos', 'tiles', 'sightings', 'coverage'];
    await replaceRows(lake, { month, owner, files: Object.fromEntries(tables.map((name) => [name, []])) });
    expect(await countTiles(lake)).toBe(2 * tilesEach + 1);
  });

  it('beside writers brings no replaced row back', async () => {
    const lake = openLake(temporaryFolder());
    for (let i = 0; i < 4; i++) await writeFlight(lake, flight(i));
    await Promise.all([
      compactMonth(lake, month, { fewest: 2 }),
      writeFlight(lake, flight(1)),
      writeFlight(lake, flight(4)),
      compactMonth(lake, month, { fewest: 2 }),
    ]);
    expect(await countTiles(lake)).toBe(5 * tilesEach);
    expect(await ask(lake, 'SELECT count(DISTINCT run_id) FROM runs')).toEqual([5]);
  });
});

it('a list of the lake that cannot be read is told, with what to do', async () => {
  const lake = openLake(temporaryFolder());
  await writeFlight(lake, flight(0));
  const file = lake.objects.fileOf({ bucket, key: commitKey(month) });
  for (const text of ['{"schema":', '{"schema":"umbel.lake-commit/1"}']) {
    writeFileSync(file, text);
    await expect(readCommit(lake, month)).rejects.toMatchObject({
      code: 'lake.commit-invalid',
      message: expect.stringContaining(commitKey(month)),
    });
    await expect(writeFlight(lake, flight(1))).rejects.toMatchObject({ code: 'lake.commit-invalid' });
  }
});
