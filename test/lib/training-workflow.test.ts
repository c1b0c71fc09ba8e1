import type { App } from 'aws-cdk-lib';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TrainingInput, trainingMessageSchema } from '#core/model/training/training-run.ts';
import { readContext } from '#lib/context.ts';
import { loadConfig } from '#lib/environments.ts';
import { DataStack } from '#lib/stacks/data-stack.ts';
import { InferenceStack } from '#lib/stacks/inference-stack.ts';
import { NetworkStack } from '#lib/stacks/network-stack.ts';
import { TrainingStack, type TrainingStackProps } from '#lib/stacks/training-stack.ts';
import { describeDeployment } from '#lib/wiring/describe-deployment.ts';
import type { AslHost } from '#platform/local/asl/host.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { type Outcome, runStateMachine } from '#platform/local/asl/run.ts';
import { createTaskTokens } from '#platform/local/asl/task-tokens.ts';
import { virtualClock } from '#platform/local/asl/virtual-clock.ts';
import { repositoryRoot } from '../architecture/sources.ts';
import { memoryObjects } from '../platform/local/asl/memory-objects.ts';
import { testApp } from './test-app.ts';

const input: TrainingInput = {
  trainingId: 'spring',
  tiles: { bucket: 'umbel-work', prefix: 'trainings/spring/tiles' },
  heldOut: null,
  options: { epochs: 4 },
  snapshotId: null,
};

function makeStack(app: App, props: TrainingStackProps): TrainingStack {
  return new TrainingStack(app, 'Training', props);
}

let deployment: ReturnType<typeof describeDeployment>;
beforeAll(() => {
  const app = testApp({ context: readContext(path.join(repositoryRoot, 'cdk.json')) });
  const common = { config: loadConfig('dev'), sourceRoot: repositoryRoot };
  const data = new DataStack(app, 'Data', common);
  const { network } = new NetworkStack(app, 'Network', common);
  const inference = new InferenceStack(app, 'Inference', { ...common, data, network });
  makeStack(app, { ...common, data, inference });
  deployment = describeDeployment(app.synth());
}, 120_000);

type Reply = { readonly ok: unknown } | { readonly error: string };

/** Runs the workflow with a worker that answers by the kind of the message. */
async function execute(replyTo: (kind: string, attempt: number) => Reply) {
  const asked: string[] = [];
  const tokens = createTaskTokens();
  const host: AslHost = {
    supports: () => true,
    // oxlint-disable-next-line require-await -- the interpreter awaits it
    async task(call) {
      const body = z.object({ MessageBody: z.unknown() }).parse(call.arguments).MessageBody;
      const message = trainingMessageSchema.parse(body);
      expect(message.training).toEqual(input);
      asked.push(message.kind);
      const reply = replyTo(message.kind, asked.filter((kind) => kind === message.kind).length);
      queueMicrotask(() =>
        'ok' in reply
          ? tokens.succeed(message.taskToken, asJson(reply.ok))
          : tokens.fail(message.taskToken, reply.error, 'because'),
      );
      return {};
    },
    objects: memoryObjects({}),
    clock: virtualClock(0),
    random: () => 0.5,
    uuid: () => '00000000-0000-4000-8000-000000000000',
  };
  const { arn, definition, name } = deployment.workflows[0]!;
  const outcome: Outcome = await runStateMachine({
    definition: asJson(definition),
    input: asJson(input),
    host,
    execution: { name: 'spring', id: `${arn}:spring` },
    stateMachine: { name, id: arn },
    taskTokens: tokens,
  });
  return { outcome, asked };
}

function asJson(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}

describe('the workflow training, from the synthesized template', () => {
  it('trains, compares, registers, and gathers what each step reports', async () => {
    const { outcome, asked } = await execute((kind) => ({ ok: { by: kind } }));
    expect(asked).toEqual(['train-model', 'compare-model', 'register-model']);
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      output: {
        trained: { by: 'train-model' },
        compared: { by: 'compare-model' },
        registered: { by: 'register-model' },
      },
    });
  });

  it('tries again after a lost thread, not after bad tiles', async () => {
    const lost = await execute((kind, attempt) =>
      kind === 'train-model' && attempt === 1 ? { error: 'training.thread-died' } : { ok: {} },
    );
    expect(lost.asked.slice(0, 2)).toEqual(['train-model', 'train-model']);
    expect(lost.outcome.status).toBe('SUCCEEDED');
    const bad = await execute(() => ({ error: 'training.label-conflict' }));
    expect(bad.asked).toEqual(['train-model']);
    expect(bad.outcome).toMatchObject({ status: 'FAILED', error: 'training.label-conflict' });
  });

  it('runs on the laptop: the worker, its queue and its entry are wired', () => {
    const service = deployment.services.find(({ name }) => name === 'umbel-training');
    const queue = deployment.queues.find(({ name }) => name === 'umbel-training');
    expect(service).toMatchObject({
      entry: 'containers/training/main.ts',
      command: ['worker'],
      queue: queue?.url,
    });
    expect(
      Object.keys(service!.environment)
        .filter((name) => name.startsWith('UMBEL_'))
        .sort(),
    ).toEqual([
      'UMBEL_AUDIT_TABLE',
      'UMBEL_MODELS_BUCKET',
      'UMBEL_MODELS_TABLE',
      'UMBEL_TRAINING_QUEUE_URL',
      'UMBEL_WORK_BUCKET',
    ]);
  });
});
