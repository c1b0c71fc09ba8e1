import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCodeFor, workflowCommand } from '#cli/workflow/command.ts';
import { runWorkflowCommand, type WorkflowRunResult } from '#cli/workflow/run.ts';
import type { Json } from '#platform/local/asl/json.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workflow-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const task = (resource: string, more: Record<string, Json> = {}): Json => ({
  StartAt: 'S',
  States: { S: { Type: 'Task', Resource: resource, End: true, ...more } },
});
const invoke = task('arn:aws:states:::lambda:invoke', {
  Parameters: { FunctionName: 'f', 'Payload.$': '$' },
  OutputPath: '$.Payload',
});

function run(definition: Json, tasks: Json, input: Json = { a: 1 }): Promise<WorkflowRunResult> {
  return runWorkflowCommand({
    definitionFile: file('definition.json', JSON.stringify(definition)),
    inputFile: file('input.json', JSON.stringify(input)),
    tasksFile: file('tasks.json', JSON.stringify(tasks)),
    objectsDir: join(folder, 'objects'),
  });
}

describe('stubs', () => {
  const retry = { Retry: [{ ErrorEquals: ['E'] }] };

  test.each<[string, Json, Json, WorkflowRunResult]>([
    ['echo', invoke, { f: { kind: 'echo' } }, { status: 'SUCCEEDED', output: { a: 1 } }],
    ['constant', invoke, { f: { kind: 'constant', value: [2] } }, { status: 'SUCCEEDED', output: [2] }],
    [
      'fail with a message, as a function does',
      invoke,
      { f: { kind: 'fail', error: 'E', message: 'why' } },
      { status: 'FAILED', error: 'E', cause: '{"errorMessage":"why","errorType":"E"}' },
    ],
    [
      'fail',
      invoke,
      { f: { kind: 'fail', error: 'E', cause: 'why' } },
      { status: 'FAILED', error: 'E', cause: 'why' },
    ],
    ['fail with nothing', invoke, { f: { kind: 'fail', error: '' } }, { status: 'FAILED' }],
    [
      'fail-then',
      task('arn:aws:lambda:us-east-1:111111111111:function:f', retry),
      { f: { kind: 'fail-then', times: 2, error: 'E', value: 'well' } },
      { status: 'SUCCEEDED', output: 'well' },
    ],
    [
      'sleep',
      invoke,
      // oxlint-disable-next-line unicorn/no-thenable -- the name of the field in TASKS.json
      { f: { kind: 'sleep', seconds: 86_400, then: { kind: 'constant', value: 1 } } },
      { status: 'SUCCEEDED', output: 1 },
    ],
    ['never', invoke, { f: { kind: 'never' } }, { status: 'FAILED', error: 'States.Timeout' }],
    [
      'repeat',
      invoke,
      { f: { kind: 'repeat', text: 'ab', times: 3 } },
      { status: 'SUCCEEDED', output: 'ababab' },
    ],
    [
      'an integration by its resource, token or not',
      task('arn:aws:states:::sqs:sendMessage.waitForTaskToken', { Parameters: { QueueUrl: 'q' } }),
      { 'arn:aws:states:::sqs:sendMessage.waitForTaskToken': { kind: 'constant', value: 7 } },
      { status: 'SUCCEEDED', output: 7 },
    ],
  ])('%s', async (_kind, definition, tasks, expected) => {
    expect(await run(definition, tasks)).toEqual(expected);
  });

  test('a function by ARN is found by its name', async () => {
    const byArn = task('arn:aws:states:::lambda:invoke', {
      Parameters: { FunctionName: 'arn:aws:lambda:us-east-1:111111111111:function:f', Payload: '{"b":2}' },
    });
    expect(await run(byArn, { f: { kind: 'echo' } })).toEqual({
      status: 'SUCCEEDED',
      output: { ExecutedVersion: '$LATEST', Payload: { b: 2 }, StatusCode: 200 },
    });
  });

  test('what has no stub, or is not known of a call, is refused', async () => {
    expect(await run(invoke, {})).toHaveProperty('refused', expect.stringContaining("function 'f'"));
    expect(await run(task('arn:aws:states:::sns:publish'), {})).toHaveProperty('refused');
    const event = task('arn:aws:states:::lambda:invoke', {
      Parameters: { FunctionName: 'f', InvocationType: 'Event' },
    });
    expect(await run(event, { f: { kind: 'echo' } })).toHaveProperty(
      'refused',
      expect.stringContaining('InvocationType'),
    );
  });

  test('a stub of an unknown kind is bad input', async () => {
    await expect(run(invoke, { f: { kind: 'guess' } })).rejects.toMatchObject({ code: 'workflow.bad-tasks' });
    await expect(run(invoke, { f: { kind: 'echo', more: 1 } })).rejects.toMatchObject({
      code: 'workflow.bad-tasks',
    });
  });
});

test('objects are files: read by ItemReader, written by ResultWriter', async () => {
  const map: Json = {
    QueryLanguage: 'JSONata',
    StartAt: 'M',
    States: {
      M: {
        Type: 'Map',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSONL' },
          Arguments: { Bucket: 'in', Key: 'deep/items.jsonl' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'W',
          States: { W: { Type: 'Wait', Seconds: 1000, End: true } },
        },
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Arguments: { Bucket: 'out', Prefix: 'p' },
          WriterConfig: { Transformation: 'COMPACT' },
        },
        Output: '{% $states.result.ResultWriterDetails.Key %}',
        End: true,
      },
    },
  };
  file('objects/in/deep/items.jsonl', '{"n":1}\n{"n":2}\n');
  const result = await run(map, {});
  const manifest = 'output' in result ? JSON.stringify(result.output).slice(1, -1) : '';
  const written = join(folder, 'objects/out', manifest.replace('manifest.json', 'SUCCEEDED_0.json'));
  expect(readFileSync(written, 'utf8')).toBe('[{"n":1},{"n":2}]');
});

test('files that are missing or hold no JSON', async () => {
  const input = file('input.json', '{}');
  await expect(
    runWorkflowCommand({ definitionFile: join(folder, 'none'), inputFile: input }),
  ).rejects.toMatchObject({
    code: 'workflow.no-file',
  });
  await expect(
    runWorkflowCommand({ definitionFile: file('broken.json', '{'), inputFile: input }),
  ).rejects.toMatchObject({ code: 'workflow.bad-json' });
});

test('exit codes: 3 for a refusal, 0 for every result', () => {
  expect(exitCodeFor({ refused: 'no' })).toBe(3);
  expect(exitCodeFor({ status: 'FAILED', error: 'E' })).toBe(0);
  expect(exitCodeFor({ status: 'SUCCEEDED', output: 1 })).toBe(0);
});

test('the command prints one line of JSON with --json', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const definition = file('definition.json', '{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}');
  const args = ['run', definition, '--input', file('input.json', '{"a":1}'), '--json'];
  await workflowCommand().parseAsync(args, { from: 'user' });
  const printed = write.mock.calls.map(([text]) => text);
  write.mockRestore();
  expect(printed).toEqual(['{"status":"SUCCEEDED","output":{"a":1}}\n']);
});
