import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { afterAll, vi } from 'vitest';
import { loadDeployment } from '#platform/local/deployment.ts';
import { tableNames } from '#platform/local/environment.ts';
import { createMissingTables } from '#platform/local/dynamodb/tables.ts';

/** An embedded DynamoDB in memory with the tables of the deployment; the clients of this process find it. */
export async function startDynalite(): Promise<string> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const deployment = loadDeployment();
  const environment = {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    ...tableNames(deployment),
    ...Object.assign({}, ...deployment.functions.map(({ environment }) => environment)),
  };
  for (const [name, value] of Object.entries<string>(environment)) vi.stubEnv(name, value);
  await createMissingTables(endpoint, deployment.tables);
  return endpoint;
}
