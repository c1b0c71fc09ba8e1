import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../umbel.ts';
import { startDatabaseProxy } from './database-proxy.ts';
import { expectSame } from './expectations.ts';
import { fly } from './fly.ts';
import { undisturbed } from './undisturbed.ts';

/** Where the embedded cloud that was opened last has its database. */
function databaseUrl(): string {
  return process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
}

const options = { timeout: 300_000 };

test('the same result when every adapter refuses a fifth of all calls', options, async () => {
  const expected = await undisturbed();
  const proxy = await startDatabaseProxy({ refuse: 0.2 });
  onTestFinished(() => proxy.close());
  const plan = { throttle: 0.2, databasePort: proxy.port };
  const flown = await fly({
    home: temporaryFolder(),
    plan,
    prepare: () => void (proxy.target = databaseUrl()),
  });
  expectSame(flown, expected);

  const lines = flown.marks.lines('throttling').map((line) => line.split(' '));
  for (const port of ['objects', 'queue', 'workflows']) {
    const calls = lines.filter(([name]) => name === port);
    const refused = calls.filter(([, how]) => how === 'refused').length;
    expect(refused, `refused of ${calls.length} calls of ${port}`).toBeGreaterThan(0);
    expect(refused / calls.length).toBeLessThan(0.6);
  }
  expect(lines.some(([name]) => name === 'events')).toBe(true);
  expect(proxy.counts.refused).toBeGreaterThan(5);
});

test(
  'the same result when answers of the database are lost, conditional writes among them',
  options,
  async () => {
    const expected = await undisturbed();
    const proxy = await startDatabaseProxy({ forget: 'first' });
    onTestFinished(() => proxy.close());
    const plan = { databasePort: proxy.port };
    const flown = await fly({
      home: temporaryFolder(),
      plan,
      prepare: () => void (proxy.target = databaseUrl()),
    });
    expectSame(flown, expected);
    expect(proxy.counts.forgotten).toBeGreaterThan(3);
  },
);
