import type { SchemaElement } from 'hyparquet';
import type { Column, ColumnType, LakeTable } from '#core/lake/schema.ts';

const elements: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int: { type: 'INT32' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** The table's columns in the words of Parquet. */
export function parquetSchema({ name, columns }: LakeTable): SchemaElement[] {
  return [{ name, num_children: columns.length }, ...columns.map(elementOf)];
}

function elementOf({ name, type, nullable }: Column): SchemaElement {
  return { name, ...elements[type], repetition_type: nullable === true ? 'OPTIONAL' : 'REQUIRED' };
}
