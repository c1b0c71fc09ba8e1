import type { TableName } from './schema.ts';

/** Keys of the lake's bucket, in one place. */

/** Folder of the files of a table and a month. */
export function dataPrefix(table: TableName, month: string): string {
  return `data/${table}/survey_month=${month}/`;
}

export interface DataFile {
  readonly table: TableName;
  readonly month: string;
  /** For people who look at the bucket. */
  readonly name: string;
  readonly writtenAtMs: number;
  /** Makes it unique for ever: a file is written once and never changed. 8 hexadecimal digits. */
  readonly chance: string;
}

/** A file of a table. */
export function dataKey({ table, month, name, writtenAtMs: atMs, chance }: DataFile): string {
  return `${dataPrefix(table, month)}${name}-${atMs.toString(36)}${chance}.parquet`;
}

/** When a file was begun, milliseconds since 1970; undefined for keys of other programs. */
export function writtenAtMs(key: string): number | undefined {
  const digits = /-([0-9a-z]{8,9})[0-9a-f]{8}\.parquet$/.exec(key)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 36);
}

/** What is in a month: the one object whose change makes files visible, or takes them away. */
export function commitKey(month: string): string {
  return `commits/survey_month=${month}.json`;
}

export const commitsPrefix = 'commits/';

/** The month of a commit's key; undefined for other keys. */
export function monthOfCommit(key: string): string | undefined {
  return /^commits\/survey_month=(\d{4}-\d{2})\.json$/.exec(key)?.[1];
}

/** For Athena: a text with the address of every file of a table and a month, one a line. */
export function symlinkKey(table: TableName, month: string): string {
  return `symlinks/${table}/survey_month=${month}/files.txt`;
}

/** What people bring of their district. */
export const areasPrefix = 'areas/';

/** Outlines of the parishes: GeoJSON polygons with a `name`. */
export const parishesKey = `${areasPrefix}parishes.geojson`;

/** Where Athena puts its answers. */
export const athenaResultsPrefix = 'athena-results/';
