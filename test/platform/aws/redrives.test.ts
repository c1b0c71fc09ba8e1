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

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('continue an execution that is %s', async (status) => {
    const outcome = await redrive({
      DescribeExecution: { status, redriveStatus: 'REDRIVABLE' },
      RedriveExecution: { redriveDate: 4 },
    });
    expect(outcome).toBe('redriven');
    expect(service.calls.at(-1)).toMatchObject({ operation: 'RedriveExecution', input: { executionArn } });
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
