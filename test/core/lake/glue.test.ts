import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { athenaViewJson, glueColumn } from '#core/lake/glue.ts';
import { lakeTables } from '#core/lake/schema.ts';
import { savedQueries } from '#core/lake/saved-queries.ts';
import { lakeViews } from '#core/lake/views.ts';

const viewSchema = z.strictObject({
  originalSql: z.string(),
  catalog: z.literal('awsdatacatalog'),
  schema: z.string(),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).min(1),
});

describe('the catalogue of Athena', () => {
  it('has a comment for every column, as long as it may be', () => {
    for (const { columns } of lakeTables) {
      for (const column of columns) {
        const { comment } = glueColumn(column);
        expect(comment.length).toBeGreaterThan(0);
        expect(comment.length).toBeLessThanOrEqual(255);
      }
    }
  });

  it('has views in the form that the engine reads', () => {
    for (const view of lakeViews) {
      const parsed = viewSchema.parse(JSON.parse(athenaViewJson(view, 'umbel_lake')));
      expect(parsed).toMatchObject({ originalSql: view.sql, schema: 'umbel_lake' });
    }
  });
});

describe('SQL that both engines take', () => {
  const texts = [...lakeViews, ...savedQueries].map(({ name, sql }) => [name, sql] as const);

  it.each(texts)('%s uses nothing that only one of them knows', (_, sql) => {
    // Words of DuckDB that Trino refuses or reads otherwise, found by going through both manuals.
    expect(sql).not.toMatch(
      /\bQUALIFY\b|\bGROUP BY ALL\b|\bEXCLUDE\b|::|\bILIKE\b|\bASOF\b|\bUSING SAMPLE\b|\/\/|\bSTRUCT\b|\blist\w*\(/i,
    );
    // A plain 0.5 is a decimal in Trino and in DuckDB, but of different width after a division.
    expect(sql.replaceAll(/\d+(?:\.\d+)?e\d+/g, '')).not.toMatch(/\b\d+\.\d+\b/);
    expect(sql).not.toContain('"');
    expect(sql.trim().endsWith(';')).toBe(false);
  });
});
