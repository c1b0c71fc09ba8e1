import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { crc32, zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { lakeSchemaVersion, type LakeTable, type Row } from '#core/lake/schema.ts';
import type { ObjectRef, ObjectStore } from '../ports.ts';
import { columnBuffer } from './column-buffer.ts';
import { parquetSchema } from './parquet-schema.ts';

/** Rows that are sorted together: about 100 MB of memory whatever the length of a file, and one patch of ground. */
const flatRows = 131_072;

/** What was written. */
export interface WrittenFile {
  readonly key: string;
  readonly rows: number;
  readonly sizeBytes: number;
  /** CRC-32 of its bytes. */
  readonly checksum: number;
  /** West, south, east, north of the rows, degrees; absent: no row has a place. */
  readonly box?: [number, number, number, number];
}

/** Takes rows of one table and stores them as one Parquet file. */
export interface TableWriter {
  /** Adds rows; resolves when there is room for more. */
  add(rows: readonly Row[]): Promise<void>;
  /** Ends the file; it is there whole, or not at all. */
  close(): Promise<WrittenFile>;
  /** Gives the file up: nothing of it stays. */
  abandon(): Promise<void>;
}

/**
 * A writer of one file. Memory is flat: after some 100,000 rows they are sorted by place, encoded and sent.
 * Parquet 2 with ZSTD, statistics for every column of every row group.
 * @param sortedRows rows that are sorted together
 */
export function tableWriter(
  objects: ObjectStore,
  table: LakeTable,
  ref: ObjectRef,
  sortedRows = flatRows,
): TableWriter {
  const bytes = new ByteWriter(1 << 16);
  const stream = new PassThrough({ highWaterMark: 4 << 20 });
  const stored = objects.putStream(ref, stream, 'application/vnd.apache.parquet');
  // Whoever adds or closes hears of it; without listeners Node would end the process first.
  stored.catch(() => undefined);
  stream.on('error', () => undefined);
  const buffer = columnBuffer(table, Math.max(1, sortedRows));
  const box = boxOf();
  let rows = 0;
  let checksum = 0;
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: parquetSchema(table),
    codec: 'ZSTD',
    compressors: { ZSTD: (input) => zstdCompressSync(input) },
    // Ids that begin alike would have the same truncated bounds.
    statisticsTruncateLength: 64,
    kvMetadata: [{ key: 'umbel.lake', value: String(lakeSchemaVersion) }],
    createdBy: 'umbel',
  });
  const send = async () => {
    const chunk = bytes.getBytes().slice();
    bytes.index = 0;
    checksum = crc32(chunk, checksum);
    if (chunk.length > 0 && !stream.write(chunk)) await Promise.race([once(stream, 'drain'), stored]);
  };
  const flush = async () => {
    if (buffer.rows() === 0) return;
    const { columns, groupSizes } = buffer.take();
    await parquet.write({ columnData: columns, rowGroupSize: groupSizes });
    await send();
  };
  return {
    async add(more) {
      for (const row of more) {
        buffer.add(row);
        box.add(row);
        if (buffer.isFull()) await flush();
      }
      rows += more.length;
    },
    async close() {
      await flush();
      await parquet.finish();
      await send();
      stream.end();
      await stored;
      return { key: ref.key, rows, sizeBytes: bytes.offset, checksum, ...box.edges() };
    },
    async abandon() {
      stream.destroy(new Error('given up'));
      await stored.catch(() => undefined);
    },
  };
}

/** The box around the places of rows. */
function boxOf() {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  return {
    add({ lat, lon }: Row): void {
      if (typeof lat !== 'number' || typeof lon !== 'number' || Number.isNaN(lat) || Number.isNaN(lon))
        return;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
      if (lon < west) west = lon;
      if (lon > east) east = lon;
    },
    edges: (): Pick<WrittenFile, 'box'> => (west > east ? {} : { box: [west, south, east, north] }),
  };
}
