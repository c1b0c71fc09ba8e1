import { zstdDecompressSync } from 'node:zlib';
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { type Cell, type LakeTable, type Row } from '#core/lake/schema.ts';
import { isObjectNotFound } from '../object-errors.ts';
import type { ObjectRef, ObjectStore } from '../ports.ts';

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/**
 * The rows of a file, a row group at a time, with NULL in columns that the file does not have yet.
 * @throws UmbelError `lake.file-missing`, `lake.file-corrupt`
 */
export async function* readFile(
  objects: ObjectStore,
  table: LakeTable,
  ref: ObjectRef,
): AsyncGenerator<Row[]> {
  const file = bufferOf(await bytesOf(objects, ref));
  try {
    const metadata = await parquetMetadataAsync(file);
    const known = new Set(metadata.schema.slice(1).map(({ name }) => name));
    const columns = table.columns.map(({ name }) => name).filter((name) => known.has(name));
    let rowStart = 0;
    for (const { num_rows: rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(rows);
      const read = await parquetReadObjects({ ...readOptions, file, metadata, columns, rowStart, rowEnd });
      yield read.map((row) => rowOf(row, table));
      rowStart = rowEnd;
    }
  } catch (cause) {
    throw corrupt(ref, cause);
  }
}

/** Days and milliseconds stay numbers: rows go from file to file. */
const readOptions = {
  compressors: { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) },
  parsers: {
    dateFromDays: (days: number) => days,
    timestampFromMilliseconds: (millis: bigint) => Number(millis),
  },
};

function rowOf(values: Readonly<Record<string, unknown>>, { columns }: LakeTable): Row {
  const row: Record<string, Cell> = {};
  for (const { name } of columns) row[name] = cellSchema.parse(values[name] ?? null);
  return row;
}

function bufferOf(bytes: Uint8Array): AsyncBuffer {
  const whole = new Uint8Array(bytes);
  return { byteLength: whole.byteLength, slice: (start, end) => whole.buffer.slice(start, end) };
}

async function bytesOf(objects: ObjectStore, ref: ObjectRef): Promise<Uint8Array> {
  try {
    return await objects.get(ref);
  } catch (cause) {
    if (!isObjectNotFound(cause)) throw cause;
    throw new UmbelError({
      code: 'lake.file-missing',
      kind: 'conflict',
      message: `${ref.key} in the lake is not there any more.`,
      hint: 'Take it out with `umbel lake repair`; it names the runs that then have to be done again.',
      details: { key: ref.key },
      cause,
    });
  }
}

function corrupt({ key }: ObjectRef, cause: unknown): UmbelError {
  return new UmbelError({
    code: 'lake.file-corrupt',
    kind: 'conflict',
    message: `${key} in the lake is no whole Parquet file: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'Take it out with `umbel lake repair`; it names the runs that then have to be done again.',
    details: { key },
    cause,
  });
}
