import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const rank = ({ moduleId }: TestSpecification) => (moduleId.endsWith('review-many.test.ts') ? 0 : 1);

/** Bulk decisions take only tiles of which the model is unsure: those who review one by one would leave them too few. */
class ManyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** `npm run console:e2e`: the console in Chromium before a real `umbel serve`. One file after the other: they share a flight. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['*.test.ts'],
    globalSetup: [path.join(import.meta.dirname, 'global-setup.ts')],
    fileParallelism: false,
    sequence: { sequencer: ManyFirst },
    pool: 'forks',
    // A machine may be ten times slower than the one at hand: a limit only ends what hangs.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
