import type { Construct } from 'constructs';
import { nodeFunction } from '../constructs/node-function.ts';
import { allow, allowRead, allowReadItems, allowWrite } from '../constructs/permissions.ts';
import type { DataBuckets, DataTables } from '../stacks/data-stack.ts';
import type { Config } from '../config.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';

/** A month of many small files is read and written again. */
const timeoutS = 900;

/** What the functions of the workflow `drift` are built from. */
export interface AnalyticsParts {
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly buckets: DataBuckets;
  readonly tables: DataTables;
}

/** Keeps the lake: answers of people in, small files together. The only one that deletes: files that were replaced. */
export function tendLakeFunction(
  scope: Construct,
  { config, sourceRoot, buckets, tables }: AnalyticsParts,
): TimedFunction {
  const lambda = nodeFunction(scope, 'TendLake', {
    name: 'tend-lake',
    config,
    sourceRoot,
    // A million rows are sorted in memory.
    memoryMb: 3008,
    timeoutS,
    surroundings: {
      lakeBucket: buckets.lake.bucketName,
      labelsTable: tables.labels.tableName,
      fieldMarksTable: tables.fieldMarks.tableName,
    },
  });
  allowRead(lambda, buckets.lake);
  allowWrite(lambda, buckets.lake);
  allow(lambda, ['s3:DeleteObject'], [buckets.lake.arnForObjects('data/*')]);
  for (const table of [tables.labels, tables.fieldMarks]) allowReadItems(lambda, table);
  return { lambda, timeoutS };
}
