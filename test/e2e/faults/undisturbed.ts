import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { fly, type Outputs } from './fly.ts';

/** The outputs of a run in which nothing goes wrong; made once for all files of tests. */
export async function undisturbed(): Promise<Outputs> {
  const dir = inject('sharedDir');
  const file = path.join(dir, 'undisturbed-outputs.json');
  if (!existsSync(file)) {
    const { outputs } = await fly({ home: mkdtempSync(path.join(dir, 'fault-home-')) });
    const part = `${file}.${process.pid}`;
    writeFileSync(part, JSON.stringify(outputs));
    renameSync(part, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Outputs;
}
