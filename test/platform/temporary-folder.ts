import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

// Said once for the file that imports this: within a test it would be too late to ask.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is there until the tests of the file are done; made at any time, in a test too. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'umbel-test-'));
  folders.push(folder);
  return folder;
}
