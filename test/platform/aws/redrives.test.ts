import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stepFunctionsRedrives } from '#platform/aws/redrives.ts';
import { type FakeAnswer, type FakeService, startFakeService } from './fake-service.ts';

describe('redrives on AWS Step Functions', () => {
  let service: FakeService;
  beforeAll(async () => {
    service = await startFakeService();
  });
  beforeEach(() => {
    service.calls.length = 0;
  });
  afterAll(() => service.close());

  const request = { workflowArn: 'arn:aws:states:r:a:stateMachine:flight', name: 'meadow-1-0123456789ab' };
  const executionArn = 'arn:aws:states:r:a:execution:flight:meadow-1-0123456789ab';
  const redrive = (answers: Readonly<Record<string, FakeAnswer>>) => {
    service.answer = ({ operation }) => answers[operation] ?? {};
    return stepFunctionsRedrives(new SFNClient(service.config)).redrive(request);
  };
  const done = () => service.calls.map(({ operation }) => operation);

  it('continue an execution that was stopped or ran out of time', async () => {
    const events = [
      { timestamp: 3, id: 9, type: 'ExecutionTimedOut' },
      { timestamp: 2, id: 8, type: 'MapStateEntered' },
    ];
    const outcome = await redrive({
      DescribeExecution: { status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' },
      GetExecutionHistory: { events },
      RedriveExecution: { redriveDate: 4 },
    });
    expect(outcome).toBe('redriven');
    expect(service.calls.at(-1)).toMatchObject({ operation: 'RedriveExecution', input: { executionArn } });
  });

  it('leave one alone that a Fail state ended: it would fail there again', async () => {
    const events = [
      { timestamp: 3, id: 9, type: 'ExecutionFailed' },
      { timestamp: 2, id: 8, type: 'FailStateEntered' },
      { timestamp: 2, id: 7, type: 'TaskStateExited' },
    ];
    const outcome = await redrive({
      DescribeExecution: { status: 'FAILED', redriveStatus: 'REDRIVABLE' },
      GetExecutionHistory: { events },
    });
    expect(outcome).toBe('over');
    expect(done()).not.toContain('RedriveExecution');
  });

  it.each([
    ['running', { status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' }],
    ['succeeded', { status: 'SUCCEEDED', redriveStatus: 'NOT_REDRIVABLE' }],
    ['over', { status: 'FAILED', redriveStatus: 'NOT_REDRIVABLE' }],
    ['over', 'ExecutionDoesNotExist'],
  ] as const)('say %s, and do nothing', async (outcome, answer) => {
    expect(await redrive({ DescribeExecution: answer })).toBe(outcome);
    expect(done()).toEqual(['DescribeExecution']);
  });

  it('that cannot be asked for are an error', async () => {
    await expect(redrive({ DescribeExecution: 'AccessDeniedException' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
