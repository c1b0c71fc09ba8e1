import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { databaseOf } from '#platform/local/lock.ts';
import { openForReading } from '#platform/local/reading.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const homeDir = temporaryFolder();
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

it(
  'a home is read while a process works in it, and as ever when none does',
  { timeout: 60_000 },
  async () => {
    const lock = path.join(homeDir, 'lock.json');
    const cloud = await openLocalCloud({ homeDir, holder: 'umbel serve' });
    closing.push(() => cloud.close());
    await cloud.objects.put({ bucket: 'umbel-results', key: 'one.txt' }, 'one', 'text/plain');
    await cloud.tables.flights.saveThreshold({ flightId: 'meadow', threshold: 0.9, expectedVersion: 0 });
    const beside = await openForReading(homeDir);
    expect((await beside.tables.flights.getState('meadow')).threshold).toBe(0.9);
    expect(String(await beside.objects.get({ bucket: 'umbel-results', key: 'one.txt' }))).toBe('one');
    // A function that reads, as `umbel drift` asks it.
    expect(await beside.invoke('umbel-watch-drift', {})).toMatchObject({ flights: [] });
    await beside.close();
    // Who worked there still does.
    expect((await cloud.tables.flights.getState('meadow')).threshold).toBe(0.9);
    expect(databaseOf(lock)).toMatch(/^http:/);
    await closing.pop()?.();
    expect(databaseOf(lock)).toBeUndefined();
    const alone = await openForReading(homeDir);
    closing.push(() => alone.close());
    expect((await alone.tables.flights.getState('meadow')).threshold).toBe(0.9);
  },
);
