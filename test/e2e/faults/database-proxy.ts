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
 * Stands between the SDK and DynamoDB. Of all calls a share is refused as too many, as the service refuses them. Of
 * the writes another share, or the first of every kind on every table, is done and the answer lost on the way: the SDK
 * asks again, and meets what it wrote itself.
 */
export async function startDatabaseProxy(shares: {
  readonly refuse?: number;
  readonly forget?: number | 'first';
}): Promise<DatabaseProxy> {
  const counts = { passed: 0, refused: 0, forgotten: 0 };
  const lost = new Set<string>();
  let calls = 0;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    const call = ++calls;
    const body = await buffer(incoming);
    if (isTurn(call, shares.refuse)) {
      counts.refused++;
      refuse(outgoing);
      return;
    }
    const kind = `${operation} ${tableOf(body)}`;
    const isTold = shares.forget === 'first' ? lost.has(kind) : !isTurn(call + 2, shares.forget);
    const isForgotten = /Put|Update|Write/.test(operation) && !isTold;
    if (isForgotten) lost.add(kind);
    counts[isForgotten ? 'forgotten' : 'passed']++;
    forward(proxy.target, { incoming, body, outgoing, isForgotten });
  };
  const server = createServer((incoming, outgoing) => void handle(incoming, outgoing));
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
