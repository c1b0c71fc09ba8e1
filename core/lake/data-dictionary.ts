import { type Column, lakeTables, type LakeTable, partitionColumn } from './schema.ts';
import { savedQueries } from './saved-queries.ts';
import { lakeViews, type LakeView } from './views.ts';

/** The text of docs/data-dictionary.md, from the schema itself. */
export function dataDictionary(): string {
  const parts = [
    '# Data dictionary of the lake',
    'Written by `node bin/write-data-dictionary.ts` from `core/lake/schema.ts`, `views.ts` and `saved-queries.ts`; a test fails when it is out of date.',
    'Every table is partitioned by the month of the survey. Types are those of Athena; DuckDB calls `string` VARCHAR and `int` INTEGER. Columns are only added, at the end, and read as NULL in older files; none is renamed, retyped or removed.',
    '## Tables',
    ...lakeTables.map(tableText),
    '## Views',
    'Questions that many queries begin with. Simulated flights and all but the newest run of a flight are left out of them.',
    ...lakeViews.map(viewText),
    '## Saved queries',
    'On a laptop `umbel query --saved NAME`, in Athena under "Saved queries".',
    [
      '| name | asks | no row means |',
      '|---|---|---|',
      ...savedQueries.map(({ name, asks, nothing }) => `| \`${name}\` | ${asks} | ${nothing} |`),
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function tableText({ name, row, columns }: LakeTable): string {
  return [
    `### ${name}`,
    '',
    `${row}.`,
    '',
    '| column | type | NULL | means |',
    '|---|---|---|---|',
    ...[...columns, partitionColumn].map(columnText),
  ].join('\n');
}

function columnText({ name, type, nullable, since, means }: Column): string {
  const added = since === undefined ? '' : ` (since version ${since})`;
  return `| \`${name}\` | ${type} | ${nullable === true ? 'yes' : ''} | ${means}${added} |`;
}

function viewText({ name, means, columns }: LakeView): string {
  const list = columns.map(([column, type]) => `\`${column}\` ${type}`).join(', ');
  return [`### ${name}`, '', `${means}.`, '', list].join('\n');
}
