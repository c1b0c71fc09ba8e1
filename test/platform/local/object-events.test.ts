import { expect, it } from 'vitest';
import { loadDeployment } from '#platform/local/deployment.ts';
import { announceObject } from '#platform/local/object-events.ts';
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
  await announceObject({ bucket, key }, loadDeployment(), services);
  expect(called).toEqual(expected);
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
