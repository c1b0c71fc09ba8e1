import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '#core/errors.ts';

/** Ctrl-C, SIGTERM, and a closed pipe: 128 and the number of the signal. */
const bySignal = [130, 143, 141];

describe('the exit codes', () => {
  it.each(['README.md', 'docs/engineer.md'])('stand in %s, every one', (page) => {
    const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
    const list = /Exit codes: 0 ok[^|]*?has gone/.exec(text)?.[0] ?? '';
    for (const code of [...Object.values(exitCodes), ...bySignal])
      expect(list).toMatch(new RegExp(`\\b${code}\\b`));
  });
});
