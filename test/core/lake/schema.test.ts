import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lakeSchemaVersion, lakeTables, partitionColumn, tableOf } from '#core/lake/schema.ts';

/** Columns of the first version as they were published: `name type`. */
const published = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(new URL('published-schema.json', import.meta.url), 'utf8')));

describe('the schema of the lake', () => {
  it('only grows: published columns keep name, type, order and whether they may be NULL', () => {
    for (const { name, columns } of lakeTables) {
      const now = columns.map(
        (column) => `${column.name} ${column.type}${column.nullable === true ? '?' : ''}`,
      );
      expect(now.slice(0, published[name]?.length)).toEqual(published[name]);
    }
  });

  it('has new columns nullable, with the version that brought them', () => {
    for (const { name, columns } of lakeTables) {
      for (const column of columns.slice(published[name]!.length)) {
        expect(column.nullable).toBe(true);
        expect(column.since).toBeGreaterThan(1);
        expect(column.since).toBeLessThanOrEqual(lakeSchemaVersion);
      }
    }
  });

  it('names columns that both engines take without quotes, each once', () => {
    const reserved = new Set([
      'table',
      'order',
      'group',
      'user',
      'values',
      'end',
      'row',
      'at',
      'date',
      'timestamp',
      'column',
      'desc',
    ]);
    for (const { columns, ownerColumn } of lakeTables) {
      const names = [...columns, partitionColumn].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toContain(ownerColumn);
      for (const name of names) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(reserved.has(name)).toBe(false);
      }
    }
  });

  it('has a place in every table that is sorted by it', () => {
    for (const { columns } of lakeTables.filter(({ sortedByPlace }) => sortedByPlace))
      expect(columns.filter(({ name }) => name === 'lat' || name === 'lon')).toHaveLength(2);
    expect(() => tableOf('none' as 'tiles')).toThrow('no table none');
  });
});
