import type { Column, ColumnType } from './schema.ts';
import type { LakeView, ViewType } from './views.ts';

/** What the catalogue of Athena (AWS Glue) calls each type. */
export const glueTypes: Readonly<Record<ViewType, string>> = {
  string: 'string',
  int: 'int',
  bigint: 'bigint',
  float: 'float',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
};

/** What the engine of Athena (Trino) calls each type. */
const trinoTypes: Readonly<Record<ViewType, string>> = {
  string: 'varchar',
  int: 'integer',
  bigint: 'bigint',
  float: 'real',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp(3)',
};

/** A column as the catalogue has it. */
export function glueColumn({
  name,
  type,
  means,
}: Pick<Column, 'name' | 'means'> & { readonly type: ColumnType }) {
  // The catalogue takes at most 255 letters.
  return { name, type: glueTypes[type], comment: means.slice(0, 255) };
}

/**
 * A view as Athena keeps it in the catalogue: JSON that the engine reads, which has to be written in base64.
 * Source: Trino, ConnectorViewDefinition and its Hive connector (ViewReaderUtil).
 */
export function athenaViewJson({ sql, columns }: LakeView, database: string): string {
  return JSON.stringify({
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: database,
    columns: columns.map(([name, type]) => ({ name, type: trinoTypes[type] })),
  });
}
