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
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
