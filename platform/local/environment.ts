import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Deployment } from './deployment.ts';
import type { Home } from './home.ts';
import { wrapperVariable } from './wrapper.ts';

/**
 * What every embedded function and container finds in its environment beside its own settings: the place of the
 * embedded services in the form in which the AWS SDK itself looks for them.
 */
export function embeddedEnvironment(
  home: Home,
  dynamoDbEndpoint: string,
  wrapper?: URL,
): Record<string, string> {
  return {
    UMBEL_CLOUD: 'local',
    UMBEL_HOME: home.dir,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDbEndpoint,
    // The database may be started again under the feet of its clients.
    AWS_MAX_ATTEMPTS: '10',
    POWERTOOLS_TRACE_ENABLED: 'false',
    NODE_COMPILE_CACHE: path.join(tmpdir(), 'node-compile-cache'),
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    TMPDIR: process.env['TMPDIR'] ?? '/tmp',
    ...(wrapper === undefined ? {} : { [wrapperVariable]: wrapper.href }),
  };
}

/**
 * The name of every table under its variable, for those who read tables that no function was granted: `umbel-audit` is
 * UMBEL_AUDIT_TABLE.
 */
export function tableNames({ tables }: Pick<Deployment, 'tables'>): Record<string, string> {
  return Object.fromEntries(
    tables.map(({ name }) => [
      `UMBEL_${name
        .replace(/^umbel-/, '')
        .replaceAll('-', '_')
        .toUpperCase()}_TABLE`,
      name,
    ]),
  );
}
