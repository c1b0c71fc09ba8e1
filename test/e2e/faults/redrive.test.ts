import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runFailure } from '#cli/run/failure.ts';
import type { UmbelError } from '#core/errors.ts';
import { temporaryFolder } from '../umbel.ts';
import { expectSame } from './expectations.ts';
import { fly, type Flown, type Outputs } from './fly.ts';
import { undisturbed } from './undisturbed.ts';

let expected: Outputs;
beforeAll(async () => {
  expected = await undisturbed();
}, 240_000);

/** What whoever typed the command is told. */
function told({ outcome, record }: Flown): UmbelError {
  if (outcome.status === 'SUCCEEDED') throw new TypeError('the run did not fail');
  return runFailure(outcome, record);
}

describe(
  'a run that failed, done again when its cause is mended, gives the same result',
  { timeout: 240_000 },
  () => {
    test('a model package that lost its weights', async () => {
      const home = temporaryFolder();
      let weights = '';
      const failed = await fly({
        home,
        prepare(cloud) {
          const models = cloud.objects.fileOf({ bucket: 'umbel-models', key: 'models' });
          weights = path.join(models, readdirSync(models)[0] ?? '', 'weights.onnx');
          renameSync(weights, path.join(home, 'away'));
        },
      });
      expect(told(failed)).toMatchObject({
        code: 'model.file-missing',
        kind: 'configuration',
        message: expect.stringContaining('weights.onnx'),
      });
      expect(failed.outputs.counts).toMatchObject({ scores: 0, events: 0 });
      renameSync(path.join(home, 'away'), weights);
      expectSame(await fly({ home }), expected);
    });

    test('a disk that is full: the sentence says so, and what to do', async () => {
      const home = temporaryFolder();
      const failed = await fly({ home, plan: { diskFull: true } });
      expect(failed.marks.lines('refused').length).toBeGreaterThan(0);
      expect(told(failed)).toMatchObject({
        code: 'system.enospc',
        kind: 'try-again',
        message: expect.stringMatching(/disk is full/),
        hint: expect.stringMatching(/[Mm]ake room.*same command/),
      });
      writeFileSync(path.join(home, 'faults', 'room'), '');
      expectSame(await fly({ home, plan: { diskFull: true } }), expected);
    });
  },
);
