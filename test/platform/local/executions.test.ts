import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { executionFolder } from '#platform/local/executions.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = temporaryFolder();
const stored = { workflow: 'arn:w', input: { a: [1, 'ø'] }, startedAt: '2026-01-01T00:00:00.000Z' };

describe('the folder of an execution', () => {
  it('knows nothing of an execution that was never begun', () => {
    const folder = executionFolder(root, 'never');
    expect([folder.stored(), folder.outcome()]).toEqual([undefined, undefined]);
    expect(existsSync(path.join(root, 'never'))).toBe(false);
  });

  it('remembers what was asked and how it ended, for the next process', () => {
    executionFolder(root, 'one').begin(stored);
    expect(executionFolder(root, 'one').stored()).toEqual(stored);
    executionFolder(root, 'one').end({ status: 'FAILED', error: 'model.insane', cause: 'why' });
    expect(executionFolder(root, 'one').outcome()).toEqual({
      status: 'FAILED',
      error: 'model.insane',
      cause: 'why',
    });
  });

  it('forgets journal and outcome, but not what was asked, when it is to be done anew', () => {
    const folder = executionFolder(root, 'two');
    folder.begin(stored);
    writeFileSync(folder.journalFile, 'journal');
    folder.end({ status: 'SUCCEEDED', output: 1 });
    folder.reset();
    expect([folder.stored(), folder.outcome()]).toEqual([stored, undefined]);
    expect(existsSync(folder.journalFile)).toBe(false);
    folder.reset();
  });

  it('is not misled by a part that a killed process left', () => {
    const folder = executionFolder(root, 'three');
    folder.begin(stored);
    writeFileSync(path.join(root, 'three', 'outcome.json.part'), '{"stat');
    expect(folder.outcome()).toBeUndefined();
  });
});
