import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface DatabaseProxy {
  readonly port: number;
  /** Where the database is; asked for with the first call. */
  target: string;
  /** Calls that were let through, refused as too many, and done without an answer. */
  readonly counts: { passed: number; refused: number; forgotten: number };
  close(): void;
}

/**
 * Stands between the SDK and DynamoDB. Of all calls a share is refused as too many, as the service refuses them; of the
 * writes another share is done, and the answer is lost on the way: the SDK asks again, and meets what it wrote itself.
 * No table loses two answers one after the other: what is only ever asked again in step with the faults would never get one.
 */
export async function startDatabaseProxy(shares: {
  readonly refuse?: number;
  readonly forget?: number;
}): Promise<DatabaseProxy> {
  const counts = { passed: 0, refused: 0, forgotten: 0 };
  const lastLost = new Map<string, boolean>();
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    const call = ++calls;
    void buffer(incoming).then((body) => {
      if (isTurn(call, shares.refuse)) {
        counts.refused++;
        refuse(outgoing);
        return;
      }
      const table = tableOf(body);
      const isWrite = /Put|Update|Write/.test(operation);
      const isForgotten = isWrite && isTurn(call + 2, shares.forget) && lastLost.get(table) !== true;
      if (isWrite) lastLost.set(table, isForgotten);
      counts[isForgotten ? 'forgotten' : 'passed']++;
      forward(proxy.target, { incoming, body, outgoing, isForgotten });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy: DatabaseProxy = {
    port,
    target: '',
    counts,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}

/** Name of the table that a call goes to; of several the first. */
function tableOf(body: Buffer): string {
  const { TableName, RequestItems = {} } = callSchema.parse(JSON.parse(body.toString()));
  return TableName ?? Object.keys(RequestItems)[0] ?? '';
}

const callSchema = z.object({
  TableName: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});

/** True for every n-th call, n = 1 / share. */
function isTurn(call: number, share = 0): boolean {
  return share > 0 && call % Math.round(1 / share) === 0;
}

function refuse(outgoing: ServerResponse): void {
  const body = JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message: 'The level of configured provisioned throughput for the table was exceeded.',
  });
  outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly outgoing: ServerResponse;
  readonly isForgotten: boolean;
}

function forward(target: string, { incoming, body, outgoing, isForgotten }: Exchange): void {
  const onward = request(target, { method: incoming.method, headers: incoming.headers }, (answer) => {
    if (isForgotten) {
      answer.resume();
      answer.on('end', () => outgoing.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}
