import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stepFunctionsWorkflows } from '#platform/aws/workflows.ts';
import type { Workflows } from '#platform/ports.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

describe('workflows on AWS Step Functions', () => {
  let service: FakeService;
  let workflows: Workflows;
  beforeAll(async () => {
    service = await startFakeService();
    workflows = stepFunctionsWorkflows(new SFNClient(service.config));
  });
  beforeEach(() => {
    service.calls.length = 0;
    service.answer = {};
  });
  afterAll(() => service.close());

  const request = { workflowArn: 'arn:flight', name: 'meadow-1-0123456789ab', input: { runId: 'r' } };

  it('are started by name, with their input as JSON', async () => {
    service.answer = { executionArn: 'arn:execution', startDate: 1 };
    expect(await workflows.start(request)).toBe('started');
    expect(service.calls).toEqual([
      {
        operation: 'StartExecution',
        input: { stateMachineArn: 'arn:flight', name: 'meadow-1-0123456789ab', input: '{"runId":"r"}' },
      },
    ]);
  });

  it('are recognised when one of that name was started before', async () => {
    service.answer = 'ExecutionAlreadyExists';
    expect(await workflows.start(request)).toBe('already-exists');
  });

  it('that cannot be started are an error', async () => {
    service.answer = 'StateMachineDoesNotExist';
    await expect(workflows.start(request)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  const reports: readonly [string, object, () => ReturnType<Workflows['heartbeat']>][] = [
    [
      'SendTaskSuccess',
      { taskToken: 't', output: '{"tiles":4}' },
      () => workflows.succeedTask('t', { tiles: 4 }),
    ],
    [
      'SendTaskFailure',
      { taskToken: 't', error: 'model.insane', cause: 'why' },
      () => workflows.failTask('t', 'model.insane', 'why'),
    ],
    ['SendTaskHeartbeat', { taskToken: 't' }, () => workflows.heartbeat('t')],
  ];

  it.each(reports)('hear %s', async (operation, input, report) => {
    expect(await report()).toBe('ok');
    expect(service.calls).toEqual([{ operation, input }]);
  });

  it.each(reports)('that wait no more answer %s with "gone"', async (_, _input, report) => {
    for (const name of ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']) {
      service.answer = name;
      expect(await report()).toBe('gone');
    }
    service.answer = 'AccessDeniedException';
    await expect(report()).rejects.toThrow('fake AccessDeniedException');
  });

  it('get no longer texts than Step Functions takes', async () => {
    await workflows.failTask('t', 'e'.repeat(1000), 'c'.repeat(100_000));
    const { error, cause } = service.calls[0]!.input;
    expect([String(error).length, String(cause).length]).toEqual([256, 32_768]);
  });
});
