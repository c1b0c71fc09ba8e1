import { createHash } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { UmbelError } from '#core/errors.ts';

/** A mark this old was left by a process that died: what it guards takes milliseconds. */
const staleMs = 10_000;
const triesMs = 5;

/**
 * The result of `work`, which no other process or thread does for the same file at the same time. The mark is a file that
 * only one can create.
 * @param root folder of the object store
 * @throws UmbelError `object.busy` when others hold it for a long time
 */
export async function oneAtATime<Result>(
  root: string,
  file: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const folder = path.join(root, '.parts');
  const mark = path.join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 24)}.mark`);
  await mkdir(folder, { recursive: true });
  await takeMark(mark, file);
  try {
    return await work();
  } finally {
    await rm(mark, { force: true });
  }
}

async function takeMark(mark: string, file: string): Promise<void> {
  const until = Date.now() + 3 * staleMs;
  for (;;) {
    const isTaken = await writeFile(mark, String(process.pid), { flag: 'wx' }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      },
    );
    if (isTaken) return;
    const info = await stat(mark).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > staleMs) await rm(mark, { force: true });
    if (Date.now() > until) throw busy(file);
    await pause(triesMs);
  }
}

function busy(file: string): UmbelError {
  return new UmbelError({
    code: 'object.busy',
    kind: 'try-again',
    message: `Others write ${file} all the time.`,
    hint: 'Try again in a minute.',
  });
}
