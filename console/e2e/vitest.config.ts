import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** `npm run console:e2e`: the console in Chromium before a real `umbel serve`. One file after the other: they share a flight. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    globalSetup: [path.join(import.meta.dirname, 'global-setup.ts')],
    fileParallelism: false,
    pool: 'forks',
    // A machine may be ten times slower than the one at hand: a limit only ends what hangs.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
