import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stopExecution } from '#platform/aws/executions.ts';
import { type FakeAnswer, type FakeService, startFakeService } from './fake-service.ts';

let service: FakeService;
beforeAll(async () => {
  service = await startFakeService();
});
afterAll(() => service.close());

function stop(answer: FakeAnswer): Promise<void> {
  service.answer = () => answer;
  const workflowArn = 'arn:aws:states:r:a:stateMachine:flight';
  const request = { workflowArn, name: 'meadow-0123456789ab', cause: 'The flight was deleted.' };
  return stopExecution(new SFNClient({ ...service.config, maxAttempts: 1 }), request);
}

it('stops an execution by its name, with the reason', async () => {
  await stop({ stopDate: 4 });
  expect(service.calls.at(-1)).toMatchObject({
    operation: 'StopExecution',
    input: {
      executionArn: 'arn:aws:states:r:a:execution:flight:meadow-0123456789ab',
      cause: 'The flight was deleted.',
    },
  });
});

it('has nothing to stop where there is no such execution; a refusal is an error', async () => {
  await stop('ExecutionDoesNotExist');
  await expect(stop('AccessDeniedException')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
