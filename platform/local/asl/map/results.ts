import { AslError, refusal } from '../errors.ts';
import { keptEntry } from '../journal/outcomes.ts';
import { isArray, isObject, sizeBytes, type Json, type JsonObject } from '../json.ts';
import { largestPayloadBytes } from '../limits.ts';
import type { ResultWriter } from '../machine.ts';
import type { MapAttempt } from '../states/map.ts';
import { formatTimestamp } from '../timestamp.ts';
import { childIdentity, type MapRun } from './map-run.ts';

type Transformation = ResultWriter['transformation'];

/**
 * The outputs of the children in order, as the result of the state. A child that failed within the tolerance stands
 * there with all its data (Developer Guide, "ResultWriter (Map)": COMPACT, the default without a ResultWriter).
 */
export function collectOutputs(attempt: MapAttempt, mapRun: MapRun): Json {
  const outputs: Json[] = [];
  let bytes = 2;
  for (const { value } of finishedChildren(attempt, mapRun, 'COMPACT')) {
    bytes += sizeBytes(value) + 1;
    if (bytes - 1 > largestPayloadBytes) {
      throw new AslError(
        'States.DataLimitExceeded',
        `The state/task '${attempt.state.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      );
    }
    outputs.push(value);
  }
  return outputs;
}

/** Writes what the children gave, and a manifest, into objects; gives what the state's result is then. */
export async function writeResults(attempt: MapAttempt, writer: ResultWriter, mapRun: MapRun): Promise<Json> {
  const { bucket, folder } = locate(await writer.arguments(attempt.scope), mapRun);
  const { objects } = attempt.visit.frame.execution.run.host;
  const files: Record<string, Json[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const status of ['SUCCEEDED', 'FAILED'] as const) {
    const file = measured(textOf(withStatus(attempt, mapRun, { status, writer }), writer.outputType));
    if (!hasAny(attempt, mapRun, status)) continue;
    const key = `${folder}/${status}_0.${writer.outputType.toLowerCase()}`;
    await objects.write(bucket, key, file.text);
    files[status] = [{ Key: key, Size: file.sizeBytes() }];
  }
  const manifest = { DestinationBucket: bucket, MapRunArn: mapRun.arn, ResultFiles: files };
  const key = `${folder}/manifest.json`;
  await objects.write(bucket, key, once(JSON.stringify(manifest)));
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

function locate(args: Json, mapRun: MapRun): { bucket: string; folder: string } {
  const { Bucket: bucket, Prefix: prefix = '' } = isObject(args) ? args : {};
  if (typeof bucket !== 'string' || typeof prefix !== 'string') {
    throw refusal(`ResultWriter cannot find its place with ${JSON.stringify(args)}`);
  }
  const parts = [prefix.replace(/\/$/, ''), mapRun.uuid];
  return { bucket, folder: parts.filter((part) => part !== '').join('/') };
}

interface FinishedChild {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly value: Json;
}

/** What is kept of each finished child, read from the journal one by one. */
function* finishedChildren(
  attempt: MapAttempt,
  mapRun: MapRun,
  how: Transformation,
): Generator<FinishedChild> {
  const { run } = attempt.visit.frame.execution;
  for (let index = 0; index < mapRun.childCount; index += 1) {
    const entry = keptEntry(run, { frame: mapRun.frame, key: String(index) });
    if (entry === undefined) continue;
    const output = entry['r'];
    if (output === undefined || how === 'NONE') yield describeChild(attempt, mapRun, { index, entry });
    else if (how === 'FLATTEN' && isArray(output)) {
      for (const value of output) yield { status: 'SUCCEEDED', value };
    } else yield { status: 'SUCCEEDED', value: output };
  }
}

function* withStatus(
  attempt: MapAttempt,
  mapRun: MapRun,
  wanted: { status: FinishedChild['status']; writer: ResultWriter },
): Generator<Json> {
  for (const child of finishedChildren(attempt, mapRun, wanted.writer.transformation)) {
    if (child.status === wanted.status) yield child.value;
  }
}

function hasAny(attempt: MapAttempt, mapRun: MapRun, status: FinishedChild['status']): boolean {
  for (const child of finishedChildren(attempt, mapRun, 'COMPACT')) if (child.status === status) return true;
  return false;
}

/** All data of one child execution, named as AWS names it. */
function describeChild(
  attempt: MapAttempt,
  mapRun: MapRun,
  child: { index: number; entry: JsonObject },
): FinishedChild {
  const { entry } = child;
  const identity = childIdentity(attempt, mapRun, child.index);
  const status = entry['r'] === undefined ? 'FAILED' : 'SUCCEEDED';
  const outcome =
    entry['r'] === undefined
      ? { ...textMember('Error', entry['e']), ...textMember('Cause', entry['c']) }
      : { Output: JSON.stringify(entry['r']), OutputDetails: { Included: true } };
  const value = {
    ExecutionArn: identity.id,
    Input: JSON.stringify(entry['i'] ?? null),
    InputDetails: { Included: true },
    Name: identity.name,
    ...outcome,
    RedriveCount: 0,
    StartDate: formatTimestamp(Number(entry['s'] ?? 0)),
    StateMachineArn: attempt.visit.frame.execution.run.stateMachine.id,
    Status: status,
    StopDate: formatTimestamp(Number(entry['z'] ?? 0)),
  };
  return { status, value };
}

function textMember(name: string, value: Json | undefined): JsonObject {
  return typeof value === 'string' ? { [name]: value } : {};
}

async function* textOf(values: Iterable<Json>, type: ResultWriter['outputType']): AsyncGenerator<string> {
  let isFirst = true;
  if (type === 'JSON') yield '[';
  for (const value of values) {
    if (type === 'JSONL') yield `${JSON.stringify(value)}\n`;
    else yield `${isFirst ? '' : ','}${JSON.stringify(value)}`;
    isFirst = false;
  }
  if (type === 'JSON') yield ']';
}

/** The text as it passes, and how many bytes of it have passed. */
function measured(pieces: AsyncIterable<string>): { text: AsyncIterable<string>; sizeBytes: () => number } {
  let bytes = 0;
  async function* pass(): AsyncGenerator<string> {
    for await (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  }
  return { text: pass(), sizeBytes: () => bytes };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
