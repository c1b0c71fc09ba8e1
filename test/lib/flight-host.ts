import { AslError } from '#platform/local/asl/errors.ts';
import type { AslHost, TaskCall } from '#platform/local/asl/host.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { runStateMachine, type Outcome } from '#platform/local/asl/run.ts';
import { createTaskTokens } from '#platform/local/asl/task-tokens.ts';
import { virtualClock } from '#platform/local/asl/virtual-clock.ts';
import { loadDeployment } from '#platform/local/deployment.ts';
import { z } from 'zod';
import {
  type FlightInput,
  flightInputSchema,
  type PhotoLine,
  type PlanReviewResult,
  type ReviewLine,
  type Run,
} from '#core/flight/run.ts';
import { memoryObjects } from '../platform/local/asl/memory-objects.ts';

/** One call that the workflow made: of a function by its short name, or of a worker by the kind of its message. */
export interface Call {
  readonly name: string;
  readonly payload: unknown;
}

/** A failure as a function or a worker reports it. */
export class Reported extends Error {
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** Answers of functions and workers by name; a worker that answers `undefined` is never heard of again. */
export type Answers = Readonly<Record<string, (payload: unknown, attempt: number) => unknown>>;

export interface FlightOutcome {
  readonly outcome: Outcome;
  readonly calls: readonly Call[];
  /** Objects that the maps wrote, as `bucket/key`. */
  readonly written: readonly string[];
  /** The calls of one name. */
  readonly of: (name: string) => unknown[];
}

export const input: FlightInput = {
  runId: 'meadow-1a2b3c4d',
  flightId: 'meadow',
  manifest: { bucket: 'umbel-uploads', key: 'flights/meadow/flight.json', sha256: 'ab'.repeat(32) },
  request: { attempt: 1 },
};

export const run: Run = {
  runId: input.runId,
  flightId: input.flightId,
  modelId: 'demo-0123',
  sheet: { tiling: { grid: [2, 2] }, tilePx: 224 },
  threshold: 0.5,
  review: {
    uncertain: { from: 0.2, to: 0.8 },
    auditShare: 0.01,
    auditPhotoShare: 0.1,
    uncertainPhotoShare: 1,
  },
  startedAt: '2026-11-22T09:00:00.000Z',
};

const { workflows, buckets } = loadDeployment();
const photosKey = `runs/${run.runId}/photos.jsonl`;
const reviewKey = `runs/${run.runId}/review.jsonl`;

/** What open-flight answers for a flight of some photos. */
export function opened(count: number, scored = true): unknown {
  return { run, photos: { bucket: buckets['work'], key: photosKey, count }, scored };
}

/** What plan-review answers when tiles of so many photos are to be cut. */
export function planned(count: number): PlanReviewResult {
  return { photos: { bucket: buckets['work']!, key: reviewKey, count }, tiles: count };
}

/** A workflow as the deployment describes it. */
type Workflow = (typeof workflows)[number];

/**
 * Runs the deployed workflow with stubs around it, in no time. Every second photo has a tile to review.
 * @param workflow default: the one of the embedded cloud
 */
export async function fly(
  photos: number,
  answers: Answers,
  workflow: Workflow = workflows[0]!,
): Promise<FlightOutcome> {
  const calls: Call[] = [];
  const answer = (name: string, payload: unknown): unknown => {
    calls.push({ name, payload });
    const attempt = calls.filter((call) => call.name === name).length;
    return answers[name]?.(payload, attempt) ?? (name in answers ? undefined : {});
  };
  const lists = {
    [`${buckets['work']}/${photosKey}`]: jsonLines(photos, photoLine),
    [`${buckets['work']}/${reviewKey}`]: jsonLines(Math.ceil(photos / 2), (i) => reviewLine(2 * i)),
  };
  const objects = { ...lists };
  const tokens = createTaskTokens();
  const clock = virtualClock(Date.parse(run.startedAt));
  const host: AslHost = {
    supports: () => true,
    task: async (call) =>
      call.resource.endsWith(waiting) ? send(call, answer, tokens) : invoke(call, answer),
    objects: memoryObjects(objects),
    clock,
    random: () => 0.5,
    uuid: () => '00000000-0000-4000-8000-000000000000',
  };
  const { arn, definition, name } = workflow;
  const outcome = await runStateMachine({
    definition: asJson(definition),
    input: asJson(flightInputSchema.parse(input)),
    host,
    execution: { name: input.runId, id: `${arn}:${input.runId}` },
    stateMachine: { name, id: arn },
    taskTokens: tokens,
  });
  return {
    outcome,
    calls,
    written: Object.keys(objects).filter((key) => !(key in lists)),
    of: (wanted) => calls.filter((call) => call.name === wanted).map(({ payload }) => payload),
  };
}

const invokeSchema = z.object({ FunctionName: z.string(), Payload: z.json() });

function invoke(call: TaskCall, answer: (name: string, payload: unknown) => unknown): Json {
  const { FunctionName, Payload } = invokeSchema.parse(call.arguments);
  const name = FunctionName.replace(/^.*:function:umbel-/, '');
  return { StatusCode: 200, Payload: asJson(failingAsAsl(() => answer(name, Payload))) };
}

const waiting = '.waitForTaskToken';
const bodySchema = z.looseObject({ kind: z.string(), taskToken: z.string() });
/** A message on the queue, or a call of the function that hands it to an endpoint. */
const messageSchema = z.union([
  z.object({ MessageBody: bodySchema }),
  z
    .object({ FunctionName: z.string().regex(/:function:umbel-ask-endpoint$/), Payload: bodySchema })
    .transform(({ Payload }) => ({ MessageBody: Payload })),
]);

function send(
  call: TaskCall,
  answer: (name: string, payload: unknown) => unknown,
  tokens: ReturnType<typeof createTaskTokens>,
): Json {
  const { MessageBody } = messageSchema.parse(call.arguments);
  let reply: unknown;
  try {
    reply = answer(MessageBody.kind, MessageBody);
  } catch (error) {
    if (!(error instanceof Reported)) throw error;
    queueMicrotask(() => tokens.fail(MessageBody.taskToken, error.error, error.message));
    return {};
  }
  if (reply !== undefined) queueMicrotask(() => tokens.succeed(MessageBody.taskToken, asJson(reply)));
  return {};
}

function failingAsAsl<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof Reported ? new AslError(error.error, error.message) : error;
  }
}

function jsonLines(count: number, line: (i: number) => unknown): string {
  return Array.from({ length: count }, (_, i) => `${JSON.stringify(line(i))}\n`).join('');
}

function reviewLine(i: number): ReviewLine {
  return { ...photoLine(i), tiles: [{ index: 0, reason: 'uncertain' }] };
}

function photoLine(i: number): PhotoLine {
  return {
    photoId: i.toString(16).padStart(20, '0'),
    name: `DJI_${i}.JPG`,
    key: `flights/meadow/DJI_${i}.JPG`,
    sizeBytes: 8_000_000,
    audit: false,
  };
}

function asJson(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value ?? null)));
}
