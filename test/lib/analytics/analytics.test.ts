import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { parquetMetadata, type SchemaElement } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { athenaViewJson } from '#core/lake/glue.ts';
import { savedQueries } from '#core/lake/saved-queries.ts';
import { type LakeTable, lakeTables } from '#core/lake/schema.ts';
import { lakeViews } from '#core/lake/views.ts';
import { driftAlarm } from '#lib/analytics/drift-alarm.ts';
import { lakeCatalogue } from '#lib/analytics/lake-catalogue.ts';
import { queryGroup } from '#lib/analytics/query-group.ts';
import { tableWriter } from '#platform/lake/table-writer.ts';
import { bucket, openLake } from '../../platform/lake/open-lake.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';
import { testApp } from '../test-app.ts';

const stack = new Stack(testApp(), 'Analytics');
const lake = Bucket.fromBucketName(stack, 'Lake', 'umbel-lake-bucket');
const database = lakeCatalogue(stack, { lake, prefix: 'umbel' });
queryGroup(stack, { lake, prefix: 'umbel', database });
driftAlarm(stack, 'umbel', new Topic(stack, 'Topic'));
const template = Template.fromStack(stack);

const column = z.object({ Name: z.string(), Type: z.string() });
const tableSchema = z.object({
  Properties: z.object({
    DatabaseName: z.string(),
    TableInput: z.object({
      Name: z.string(),
      Parameters: z.record(z.string(), z.string()),
      PartitionKeys: z.array(column),
      StorageDescriptor: z.object({ Columns: z.array(column), Location: z.string().optional() }),
      ViewOriginalText: z.string().optional(),
    }),
  }),
});
const resources = (type: string) => Object.values(template.findResources(type) as Record<string, unknown>);
const tables = new Map(
  resources('AWS::Glue::Table').map((resource) => {
    const { TableInput: input } = tableSchema.parse(resource).Properties;
    return [input.Name, input];
  }),
);

/** What a column of a file is to Athena. Source: Athena User Guide, data types, and the Parquet format's logical types. */
function typeInAthena({ type, converted_type: converted }: SchemaElement): string {
  const known: Readonly<Record<string, string>> = {
    'BYTE_ARRAY UTF8': 'string',
    'INT32 ': 'int',
    'INT32 DATE': 'date',
    'INT64 TIMESTAMP_MILLIS': 'timestamp',
    'FLOAT ': 'float',
    'DOUBLE ': 'double',
    'BOOLEAN ': 'boolean',
  };
  return known[`${type} ${converted ?? ''}`] ?? `${type} ${converted ?? ''}`;
}

/** Columns of a file as it is written. */
async function columnsOfFile(table: LakeTable) {
  const { objects } = openLake(temporaryFolder());
  const ref = { bucket, key: `${table.name}.parquet` };
  await tableWriter(objects, table, ref).close();
  const { schema } = parquetMetadata(new Uint8Array(readFileSync(objects.fileOf(ref))).buffer);
  return schema.slice(1).map((element) => ({ Name: element.name, Type: typeInAthena(element) }));
}

describe('the catalogue in the template', () => {
  it.each(lakeTables.map((table) => [table.name, table] as const))(
    'tells of %s what its files hold',
    async (name, table) => {
      const input = tables.get(name)!;
      expect(input.StorageDescriptor.Columns.map(({ Name, Type }) => ({ Name, Type }))).toEqual(
        await columnsOfFile(table),
      );
      expect(input.PartitionKeys).toMatchObject([{ Name: 'survey_month', Type: 'string' }]);
      expect(input.Parameters).toMatchObject({
        'projection.enabled': 'true',
        'projection.survey_month.format': 'yyyy-MM',
        'storage.location.template': `s3://umbel-lake-bucket/symlinks/${name}/survey_month=\${survey_month}/`,
      });
    },
  );

  it('has every view, with the SQL that DuckDB is given', () => {
    for (const view of lakeViews) {
      const input = tables.get(view.name)!;
      const [, json] = /^\/\* Presto View: (\S+) \*\/$/.exec(input.ViewOriginalText ?? '') ?? [];
      expect(Buffer.from(json ?? '', 'base64').toString()).toBe(athenaViewJson(view, database));
      expect(input.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(
        view.columns.map(([name]) => name),
      );
    }
    expect(tables.size).toBe(lakeTables.length + lakeViews.length);
  });
});

/** Whether the template has a resource with these properties, among others. */
function hasResource(type: string, properties: object): boolean {
  return Object.keys(template.findResources(type, { Properties: properties })).length === 1;
}

it('the workgroup stops queries that read more than 20 GB, whatever the asker wishes', () => {
  const configuration = { EnforceWorkGroupConfiguration: true, BytesScannedCutoffPerQuery: 20 * 1024 ** 3 };
  expect(hasResource('AWS::Athena::WorkGroup', { WorkGroupConfiguration: configuration })).toBe(true);
});

it('every saved query is in the workgroup', () => {
  for (const { name, sql } of savedQueries) {
    const query = { Name: name, QueryString: sql, Database: database, WorkGroup: 'umbel-lake' };
    expect([name, hasResource('AWS::Athena::NamedQuery', query)]).toEqual([name, true]);
  }
});

it('somebody is told of the first flight on which a model is not what it was', () => {
  const alarm = {
    Namespace: 'Umbel',
    MetricName: 'DriftAlarms',
    Dimensions: [{ Name: 'service', Value: 'watch-drift' }],
    Threshold: 1,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  };
  expect(hasResource('AWS::CloudWatch::Alarm', alarm)).toBe(true);
});
