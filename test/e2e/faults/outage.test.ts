import { expect, test } from 'vitest';
import { temporaryFolder } from '../umbel.ts';
import { expectSame } from './expectations.ts';
import { fly } from './fly.ts';
import { undisturbed } from './undisturbed.ts';

// By itself in a file: it waits for half a minute, and others may use the machine.
test('the same result when the object store answers 503 for 30 s', { timeout: 300_000 }, async () => {
  const expected = await undisturbed();
  const flown = await fly({ home: temporaryFolder(), plan: { outageMs: 30_000 } });
  expectSame(flown, expected);
  expect(flown.marks.lines('refused').length).toBeGreaterThan(10);
});
