import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { AslError } from './asl/errors.ts';
import type { AslClock, AslHost, AslObjects, TaskCall } from './asl/host.ts';
import type { Json } from './asl/json.ts';
import { LambdaFailure } from './lambda/function-pool.ts';
import type { FileObjectStore } from './object-store.ts';

/** What the workflows of the deployment may reach. */
export interface WorkflowTargets {
  readonly objects: FileObjectStore;
  readonly clock: AslClock;
  /** Calls a function by name or ARN; JSON text both ways. */
  invoke(functionName: string, event: string): Promise<string>;
  /** Puts a message on a queue. */
  send(queueUrl: string, body: string): void;
}

const lambdaInvoke = 'arn:aws:states:::lambda:invoke';
const sqsSend = 'arn:aws:states:::sqs:sendMessage';
const waiting = '.waitForTaskToken';

const invokeSchema = z.strictObject({ FunctionName: z.string(), Payload: z.json().optional() });
const sendSchema = z.strictObject({ QueueUrl: z.string(), MessageBody: z.json() });

/** The embedded cloud as the interpreter sees it: only what our definitions use, anything else is refused at load. */
export function workflowHost(targets: WorkflowTargets): AslHost {
  return {
    supports: (resource) => [lambdaInvoke, sqsSend, sqsSend + waiting].includes(resource),
    task: (call) =>
      call.resource === lambdaInvoke ? invokeLambda(targets, call) : sendMessage(targets, call),
    objects: aslObjects(targets.objects),
    clock: targets.clock,
    random: Math.random,
    uuid: randomUUID,
  };
}

async function invokeLambda(targets: WorkflowTargets, call: TaskCall): Promise<Json> {
  const { FunctionName, Payload } = argumentsOf(call, invokeSchema);
  try {
    const result = await targets.invoke(FunctionName, JSON.stringify(Payload ?? {}));
    return { ExecutedVersion: '$LATEST', Payload: JSON.parse(result) as Json, StatusCode: 200 };
  } catch (error) {
    if (error instanceof LambdaFailure) throw new AslError(error.name, error.cause, { cause: error });
    throw error;
  }
}

async function sendMessage(targets: WorkflowTargets, call: TaskCall): Promise<Json> {
  const { QueueUrl, MessageBody } = argumentsOf(call, sendSchema);
  const body = typeof MessageBody === 'string' ? MessageBody : JSON.stringify(MessageBody);
  targets.send(QueueUrl, body);
  return { MessageId: randomUUID(), MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
}

function argumentsOf<Schema extends z.ZodType>(call: TaskCall, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(call.arguments);
  if (result.success) return result.data;
  throw new AslError(
    'States.Runtime',
    `${call.resource} was called with arguments that it does not take: ${result.error.message}`,
  );
}

function aslObjects(objects: FileObjectStore): AslObjects {
  return {
    read: (bucket, key) => createReadStream(objects.fileOf({ bucket, key })),
    list: (bucket, prefix) => objects.list(bucket, prefix),
    write: (bucket, key, text) => objects.putStream({ bucket, key }, text, 'application/json'),
  };
}
