import { readFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOrder } from '#core/lake/place-order.ts';
import { lakeTables, type Row, tableOf } from '#core/lake/schema.ts';
import { orderByPlace } from '#platform/lake/order-by-place.ts';
import { readFile } from '#platform/lake/read-file.ts';
import { tableWriter } from '#platform/lake/table-writer.ts';
import { flightOf } from '../../core/lake/season.ts';
import { collect } from '../streams.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bucket, openLake } from './open-lake.ts';

const { objects } = openLake(temporaryFolder());
const season = flightOf({
  year: 2026,
  ground: 3,
  size: { flights: 10, photosPerFlight: 5, tilesPerPhoto: 16 },
});
const tiles = tableOf('tiles');

async function write(rows: readonly Row[], key: string, sortedRows?: number) {
  const writer = tableWriter(objects, tiles, { bucket, key }, sortedRows);
  await writer.add(rows);
  return writer.close();
}

const key = (row: Row) => `${String(row['photo_id'])}/${String(row['tile'])}`;

const sorted = (cells: readonly unknown[]) => cells.map(String).toSorted();

describe('Parquet files of the lake', () => {
  it('give back every row, sorted by place: read by hyparquet', async () => {
    const written = await write(season.rows.tiles, 'a.parquet');
    const bytes = new Uint8Array(readFileSync(objects.fileOf({ bucket, key: 'a.parquet' })));
    expect(written).toMatchObject({ rows: 64, sizeBytes: bytes.length });
    const rows = await parquetReadObjects({
      file: bytes.buffer,
      compressors: { ZSTD: (input) => new Uint8Array(zstdDecompressSync(input)) },
    });
    expect(rows).toHaveLength(64);
    const orders = rows.map((row) => placeOrder(Number(row['lat']), Number(row['lon'])));
    expect(orders).toEqual(orders.toSorted((a, b) => a - b));
    const byKey = new Map(rows.map((row) => [key(row as Row), row]));
    for (const row of season.rows.tiles) {
      const read = byKey.get(key(row));
      expect(read).toMatchObject({
        flight_id: row['flight_id'],
        band: row['band'],
        review: row['review'],
        lat: row['lat'],
      });
      expect(read?.['confidence']).toBe(Math.fround(Number(row['confidence'])));
      expect(read?.['survey_date']).toEqual(new Date('2026-08-04'));
    }
  });

  it('carry bounds of every column for every row group, and a box', async () => {
    const written = await write(season.rows.tiles, 'b.parquet');
    const bytes = new Uint8Array(readFileSync(objects.fileOf({ bucket, key: 'b.parquet' })));
    const { row_groups: groups } = parquetMetadata(bytes.buffer);
    const lats = season.rows.tiles.map((row) => Number(row['lat']));
    const bounds = groups[0]?.columns.find(({ meta_data: about }) => about?.path_in_schema[0] === 'lat')
      ?.meta_data?.statistics;
    expect([bounds?.min_value, bounds?.max_value]).toEqual([Math.min(...lats), Math.max(...lats)]);
    expect(written.box?.[1]).toBe(Math.min(...lats));
    expect(groups[0]?.columns.every(({ meta_data: about }) => about?.statistics !== undefined)).toBe(true);
  });

  it('go through our own reader and writer without a loss, in every table', async () => {
    for (const [name, rows] of Object.entries(season.rows)) {
      const table = tableOf(name as 'runs');
      const ref = { bucket, key: `${name}.parquet` };
      const writer = tableWriter(objects, table, ref);
      await writer.add(rows);
      await writer.close();
      const read = (await collect(readFile(objects, table, ref))).flat();
      expect(read).toHaveLength(rows.length);
      for (const { name: column, type } of table.columns) {
        const values = rows.map((row) => row[column] ?? null);
        const expected = values.map((value) =>
          type === 'float' && value !== null ? Math.fround(Number(value)) : value,
        );
        expect(sorted(read.map((row) => row[column] ?? null))).toEqual(sorted(expected));
      }
    }
    expect(lakeTables.length).toBeGreaterThan(Object.keys(season.rows).length);
  });

  it('may be empty, and may hold rows without a place', async () => {
    expect(await write([], 'empty.parquet')).toMatchObject({ rows: 0 });
    expect((await collect(readFile(objects, tiles, { bucket, key: 'empty.parquet' }))).flat()).toEqual([]);
    const nowhere = season.rows.tiles.map((row) => ({ ...row, lat: null, lon: Number.NaN }));
    const written = await write([...nowhere, ...season.rows.tiles], 'nowhere.parquet');
    expect(written.box).toBeDefined();
    const read = (await collect(readFile(objects, tiles, { bucket, key: 'nowhere.parquet' }))).flat();
    expect(read.slice(64).every((row) => row['lat'] === null && row['lon'] === null)).toBe(true);
  });

  it('refuse a value that the column cannot hold, naming the column; nothing stays of the file', async () => {
    const writer = tableWriter(objects, tiles, { bucket, key: 'bad.parquet' });
    const bad = { ...season.rows.tiles[0]!, photo_id: null };
    await expect(writer.add([bad])).rejects.toMatchObject({
      code: 'lake.cell-invalid',
      message: 'null is no string for tiles.photo_id.',
    });
    await writer.abandon();
    expect(await objects.head({ bucket, key: 'bad.parquet' })).toBeUndefined();
  });

  it('tell of a store that fails', async () => {
    const broken = { ...objects, putStream: () => Promise.reject(new Error('the disk is full')) };
    const writer = tableWriter(broken, tiles, { bucket, key: 'c.parquet' });
    await writer.add(season.rows.tiles);
    await expect(writer.close()).rejects.toThrow('the disk is full');
  });
});

it('rows are ordered by place whatever their number; each once', () => {
  const place = fc.tuple(
    fc.double({ min: 55, max: 57, noNaN: true }),
    fc.double({ min: 8, max: 12, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.option(place, { nil: undefined }), { maxLength: 200 }), (places) => {
      const lats = Float64Array.from(places, (one) => one?.[0] ?? Number.NaN);
      const lons = Float64Array.from(places, (one) => one?.[1] ?? Number.NaN);
      const order = [...orderByPlace(lats, lons)];
      expect(order.toSorted((a, b) => a - b)).toEqual(places.map((_, i) => i));
      const sorted = order.map((i) => placeOrder(lats[i]!, lons[i]!));
      expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});
