import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ecsTaskProtection } from '#platform/aws/task-protection.ts';
import { collect } from '../streams.ts';

describe('the protection of a worker against scale-in', () => {
  const asked: unknown[][] = [];
  let answer: { status: number; body: object };
  let server: Server;
  let agentUri: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      void collect(request as AsyncIterable<Buffer>).then((chunks) => {
        asked.push([request.method, request.url, JSON.parse(Buffer.concat(chunks).toString('utf8'))]);
        return response.writeHead(answer.status).end(JSON.stringify(answer.body));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    agentUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is asked of the agent, and given up', async () => {
    answer = { status: 200, body: { protection: { ProtectionEnabled: true } } };
    const protection = ecsTaskProtection(agentUri);
    await protection.hold(5);
    await protection.release();
    expect(asked).toEqual([
      ['PUT', '/api/task-protection/v1/state', { ProtectionEnabled: true, ExpiresInMinutes: 5 }],
      ['PUT', '/api/task-protection/v1/state', { ProtectionEnabled: false }],
    ]);
  });

  it.each([
    [200, { failure: { Reason: 'DEPLOYMENT_BLOCKED' } }, 'DEPLOYMENT_BLOCKED'],
    [500, {}, 'HTTP 500'],
  ])('that is refused (%s, %j) is an error with its reason', async (status, body, reason) => {
    answer = { status, body };
    await expect(ecsTaskProtection(agentUri).hold(5)).rejects.toMatchObject({
      code: 'ecs.protection-refused',
      kind: 'try-again',
      message: expect.stringContaining(reason),
    });
  });

  it('is nothing where there is no agent', async () => {
    asked.length = 0;
    await ecsTaskProtection(undefined).hold(5);
    expect(asked).toEqual([]);
  });
});
