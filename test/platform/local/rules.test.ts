import { expect, it } from 'vitest';
import { loadDeployment } from '#platform/local/deployment.ts';
import { deliver, executionEnded, objectCreated } from '#platform/local/rules.ts';
import { progressMeter } from '#platform/local/progress-meter.ts';

it.each([
  ['umbel-uploads', 'flights/meadow/flight.json', ['umbel-start-flight']],
  ['umbel-uploads', 'flights/meadow/a.jpg', []],
  ['umbel-work', 'flights/meadow/flight.json', []],
  ['umbel-uploads', 'other/meadow/flight.json', []],
])('an object in %s at %s calls %j', async (bucket, key, expected) => {
  const called: string[] = [];
  const services = {
    invoke: (name: string, event: string) => {
      called.push(name);
      expect(JSON.parse(event)).toMatchObject({
        'detail-type': 'Object Created',
        detail: { object: { key } },
      });
      return Promise.resolve('null');
    },
  };
  await deliver(objectCreated({ bucket, key }), loadDeployment(), services);
  expect(called).toEqual(expected);
});

it.each([
  ['umbel-flight', 'FAILED', ['umbel-follow-run']],
  ['umbel-flight', 'TIMED_OUT', ['umbel-follow-run']],
  ['umbel-flight', 'SUCCEEDED', []],
  ['umbel-training', 'FAILED', []],
] as const)('the end of an execution of %s as %s calls %j', async (workflow, status, expected) => {
  const called: string[] = [];
  const deployment = loadDeployment();
  const stateMachineArn = deployment.workflows.find(({ name }) => name === workflow)!.arn;
  const services = {
    invoke: (name: string) => {
      called.push(name);
      return Promise.resolve('null');
    },
  };
  const ended = { stateMachineArn, name: 'a', status, input: {}, error: undefined, cause: undefined };
  await deliver(executionEnded(ended), deployment, services);
  expect(called).toEqual(expected);
});

it('a pattern of a kind that is not known is refused', async () => {
  const rules = [{ name: 'r', eventPattern: { source: [{ prefix: 'aws' }] }, targetFunction: 'f' }];
  const services = { invoke: () => Promise.resolve('null') };
  await expect(deliver(objectCreated({ bucket: 'b', key: 'k' }), { rules }, services)).rejects.toThrow(
    /invalid/i,
  );
});

it('progress is counted by run and stage, from the first report on', () => {
  const meter = progressMeter(() => new Date('2026-01-01T00:00:00Z'));
  meter.add({ runId: 'a', stage: 'tile-photos', photos: 2 });
  meter.add({ runId: 'b', stage: 'tile-photos', photos: 1 });
  meter.add({ runId: 'a', stage: 'tile-photos', photos: 3 });
  expect(meter.stagesOf('a')).toEqual([
    { stage: 'tile-photos', done: 5, failed: 0, startedAt: '2026-01-01T00:00:00.000Z' },
  ]);
  expect(meter.stagesOf('c')).toEqual([]);
});
