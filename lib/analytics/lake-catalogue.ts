import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { athenaViewJson, glueColumn, glueTypes } from '#core/lake/glue.ts';
import { lakeTables, type LakeTable, partitionColumn } from '#core/lake/schema.ts';
import { type LakeView, lakeViews } from '#core/lake/views.ts';

/** First month of the lake: older clocks were never set (core/lake/survey-date.ts). */
const firstMonth = '2005-01';

/** Reads the addresses of files from a text, as S3 Inventory has it. Source: Amazon S3 User Guide, "Querying Amazon S3 Inventory with Athena". */
const symlinkFormat = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
};

/** The tables and views of the lake in the catalogue. @returns the name of the database */
export function lakeCatalogue(scope: Construct, { lake, prefix }: { lake: IBucket; prefix: string }): string {
  const name = `${prefix.replaceAll('-', '_')}_lake`;
  const { account } = Stack.of(scope);
  const database = new CfnDatabase(scope, 'Database', {
    catalogId: account,
    databaseInput: { name, description: 'Results of all flights: docs/data-dictionary.md' },
  });
  const inputs = [
    ...lakeTables.map((table) => tableInput(table, lake)),
    ...lakeViews.map((view) => viewInput(view, name)),
  ];
  for (const input of inputs) {
    const table = new CfnTable(scope, `Table${input.name}`, {
      catalogId: account,
      databaseName: name,
      tableInput: input,
    });
    table.addResourceDependency(database);
  }
  return name;
}

function tableInput(table: LakeTable, lake: IBucket) {
  const location = `s3://${lake.bucketName}/symlinks/${table.name}/`;
  const month = partitionColumn.name;
  return {
    name: table.name,
    description: table.row,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: [glueColumn(partitionColumn)],
    parameters: {
      EXTERNAL: 'TRUE',
      // Months are counted, not listed: no partition has to be added, and none is forgotten.
      'projection.enabled': 'true',
      [`projection.${month}.type`]: 'date',
      [`projection.${month}.format`]: 'yyyy-MM',
      [`projection.${month}.range`]: `${firstMonth},NOW+1MONTHS`,
      [`projection.${month}.interval`]: '1',
      [`projection.${month}.interval.unit`]: 'MONTHS',
      'storage.location.template': `${location}${month}=\${${month}}/`,
    },
    storageDescriptor: { ...symlinkFormat, location, columns: table.columns.map(glueColumn) },
  };
}

function viewInput(view: LakeView, database: string) {
  const json = Buffer.from(athenaViewJson(view, database)).toString('base64');
  return {
    name: view.name,
    description: view.means,
    tableType: 'VIRTUAL_VIEW',
    parameters: { presto_view: 'true', comment: 'Presto View' },
    viewOriginalText: `/* Presto View: ${json} */`,
    viewExpandedText: '/* Presto View */',
    partitionKeys: [],
    storageDescriptor: { columns: view.columns.map(([name, type]) => ({ name, type: glueTypes[type] })) },
  };
}
