import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { athenaResultsPrefix } from '#core/lake/keys.ts';
import { savedQueries } from '#core/lake/saved-queries.ts';

/** A query that would read more is stopped: 20 GB are 0.10 USD at 5 USD a terabyte. */
const mostBytes = 20 * 1024 ** 3;

export interface QueryGroupOptions {
  readonly lake: IBucket;
  readonly prefix: string;
  readonly database: string;
}

/** The workgroup in which people ask, with its limit, and the saved queries. */
export function queryGroup(scope: Construct, { lake, prefix, database }: QueryGroupOptions): CfnWorkGroup {
  const group = new CfnWorkGroup(scope, 'Group', {
    name: `${prefix}-lake`,
    description: 'Questions to the results of all flights; a query that reads more than 20 GB is stopped.',
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: mostBytes,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: `s3://${lake.bucketName}/${athenaResultsPrefix}`,
        encryptionConfiguration: { encryptionOption: 'SSE_S3' },
      },
    },
  });
  for (const { name, asks, sql } of savedQueries) {
    const query = new CfnNamedQuery(scope, `Query-${name}`, {
      name,
      description: asks,
      database,
      workGroup: group.name,
      queryString: sql,
    });
    query.addResourceDependency(group);
  }
  return group;
}
