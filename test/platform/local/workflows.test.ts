import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { realClock } from '#platform/local/asl/clock.ts';
import { AslError } from '#platform/local/asl/errors.ts';
import type { AslHost } from '#platform/local/asl/host.ts';
import type { Json, JsonObject } from '#platform/local/asl/json.ts';
import { createTaskTokens } from '#platform/local/asl/task-tokens.ts';
import { type Deployment, parseDeployment } from '#platform/local/deployment.ts';
import { openHome } from '#platform/local/home.ts';
import { type LocalWorkflows, openWorkflows, type WorkflowEvent } from '#platform/local/workflows.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const arn = 'arn:aws:states:local:000000000000:stateMachine:two-steps';

const functionArn = 'arn:aws:lambda:local:000000000000:function:';

function task(name: string, next: JsonObject): JsonObject {
  const given = { step: name, given: '{% $states.input %}' };
  return { Type: 'Task', Resource: `${functionArn}${name}`, Arguments: given, ...next };
}

/** A workflow of two tasks, one after the other. */
function definitionOf(comment: string): JsonObject {
  return {
    Comment: comment,
    QueryLanguage: 'JSONata',
    StartAt: 'First',
    States: { First: task('first', { Next: 'Second' }), Second: task('second', { End: true }) },
  };
}

function deploymentOf(definition: JsonObject): Deployment {
  return parseDeployment({
    schema: 'umbel.deployment/1',
    account: '000000000000',
    region: 'local',
    buckets: {},
    tables: [],
    queues: [],
    functions: [],
    services: [],
    workflows: [{ name: 'two-steps', arn, type: 'STANDARD', definition }],
    rules: [],
  });
}

type Steps = Readonly<Record<string, () => Promise<Json>>>;

/** A process of the embedded cloud: it does the tasks as `steps` say and remembers which it did. */
function openProcess(
  dir: string,
  steps: Steps,
  definition = definitionOf('v1'),
): { workflows: LocalWorkflows; did: string[]; events: WorkflowEvent[] } {
  const did: string[] = [];
  const events: WorkflowEvent[] = [];
  const host: AslHost = {
    supports: (resource) => resource.startsWith(functionArn),
    async task({ resource }) {
      const step = resource.slice(functionArn.length);
      did.push(step);
      return steps[step]!();
    },
    objects: { read: unused, list: unused, write: unused },
    clock: realClock,
    random: Math.random,
    uuid: () => 'uuid',
  };
  const workflows = openWorkflows({
    home: openHome(dir),
    deployment: deploymentOf(definition),
    host,
    tokens: createTaskTokens(),
    onEvent: (event) => events.push(event),
  });
  return { workflows, did, events };
}

function unused(): never {
  throw new Error('no object is used');
}

const done: Steps = { first: async () => 1, second: async () => ({ sum: 2 }) };
const killedInSecond: Steps = { ...done, second: () => new Promise(() => undefined) };
const failing: Steps = {
  ...done,
  second: () => Promise.reject(new AslError('model.insane', 'It is insane.')),
};
const request = { workflowArn: arn, name: 'run-1', input: { flightId: 'meadow-1' } };

describe('an execution', () => {
  it('runs once for a name: a second start finds it', async () => {
    const { workflows, did, events } = openProcess(temporaryFolder(), done);
    expect(workflows.isDone('run-1')).toBe(false);
    expect(workflows.start(request)).toBe('started');
    expect(workflows.start(request)).toBe('already-exists');
    expect(await workflows.finish('run-1')).toEqual({ status: 'SUCCEEDED', output: { sum: 2 } });
    expect(workflows.start(request)).toBe('already-exists');
    expect(workflows.isDone('run-1')).toBe(true);
    expect(await workflows.finish('run-1')).toEqual({ status: 'SUCCEEDED', output: { sum: 2 } });
    expect(did).toEqual(['first', 'second']);
    expect(events.map(({ type, stateName }) => `${type} ${stateName}`)).toEqual([
      'state-entered First',
      'state-exited First',
      'state-entered Second',
      'state-exited Second',
    ]);
  });

  it('is found by the next process', async () => {
    const dir = temporaryFolder();
    const first = openProcess(dir, done);
    first.workflows.start(request);
    await first.workflows.finish('run-1');
    const { workflows, did } = openProcess(dir, done);
    expect(workflows.start(request)).toBe('already-exists');
    expect(workflows.isDone('run-1')).toBe(true);
    expect(await workflows.finish('run-1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(did).toEqual([]);
  });

  it('that was killed goes on where it was: what was finished is not done again', async () => {
    const dir = temporaryFolder();
    const killed = openProcess(dir, killedInSecond);
    killed.workflows.start(request);
    await expect.poll(() => killed.did).toEqual(['first', 'second']);
    const { workflows, did } = openProcess(dir, done);
    expect(workflows.start(request)).toBe('already-exists');
    expect(workflows.isDone('run-1')).toBe(false);
    expect(await workflows.finish('run-1')).toMatchObject({ status: 'SUCCEEDED', output: { sum: 2 } });
    expect(did).toEqual(['second']);
  });

  it('that failed is redriven in the background; one at work, done or unknown is not', async () => {
    const dir = temporaryFolder();
    const failed = openProcess(dir, failing);
    expect(failed.workflows.redrive('run-1')).toBe('over');
    failed.workflows.start(request);
    expect(failed.workflows.redrive('run-1')).toBe('running');
    await failed.workflows.finish('run-1');
    const { workflows, did } = openProcess(dir, done);
    expect(workflows.redrive('run-1')).toBe('redriven');
    expect(workflows.redrive('run-1')).toBe('running');
    expect(await workflows.finish('run-1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(workflows.redrive('run-1')).toBe('succeeded');
    expect(did).toEqual(['first', 'second']);
  });

  it('that failed is told as the task told it, and starts from its first state when it is asked for again', async () => {
    const dir = temporaryFolder();
    const failed = openProcess(dir, failing);
    failed.workflows.start(request);
    const outcome = { status: 'FAILED', error: 'model.insane', cause: 'It is insane.' };
    expect(await failed.workflows.finish('run-1')).toEqual(outcome);
    expect(failed.workflows.isDone('run-1')).toBe(false);
    const { workflows, did } = openProcess(dir, done);
    expect(await workflows.finish('run-1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(did).toEqual(['first', 'second']);
  });

  it('of a workflow that changed since the crash starts from its first state', async () => {
    const dir = temporaryFolder();
    const killed = openProcess(dir, killedInSecond);
    killed.workflows.start(request);
    await expect.poll(() => killed.did).toEqual(['first', 'second']);
    const { workflows, did } = openProcess(dir, done, definitionOf('v2'));
    expect(await workflows.finish('run-1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(did).toEqual(['first', 'second']);
  });

  it('that was never started, or whose workflow is gone, is not found', async () => {
    const { workflows } = openProcess(temporaryFolder(), done);
    const missing = { code: 'run.not-found', kind: 'not-found' };
    await expect(workflows.finish('run-9')).rejects.toMatchObject({
      ...missing,
      message: 'There is no run run-9.',
    });
    workflows.start({ ...request, name: 'run-8', workflowArn: 'arn:gone' });
    await expect(workflows.finish('run-8')).rejects.toMatchObject(missing);
  });

  it('of a definition that the interpreter does not know is refused, and stays so', async () => {
    const dir = temporaryFolder();
    const definition = { ...definitionOf('v1'), StartAt: 'First', Colour: 'green' };
    const { workflows } = openProcess(dir, done, definition);
    workflows.start(request);
    await expect(workflows.finish('run-1')).rejects.toMatchObject({ code: 'asl.refused' });
    await expect(workflows.finish('run-1')).rejects.toMatchObject({ code: 'asl.refused' });
    expect(readFileSync(path.join(dir, 'executions', 'run-1', 'execution.json'), 'utf8')).toContain(
      'meadow-1',
    );
  });
});
