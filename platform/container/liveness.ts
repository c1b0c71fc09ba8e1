import { writeFileSync } from 'node:fs';

/** The image says where; elsewhere nothing is written. */
export const aliveVariable = 'UMBEL_ALIVE_FILE';
const everyMs = 10_000;

/**
 * Writes the time to the file that the image names, every ten seconds, while the event loop of this process turns. A worker
 * that hangs stops, and `is-alive.ts` says so to whoever may start another.
 */
export function showLife(file = process.env[aliveVariable]): void {
  if (file === undefined || file === '') return;
  const write = () => writeFileSync(file, String(Date.now()));
  write();
  setInterval(write, everyMs).unref();
}

/** Whether a worker wrote to the file in the last `withinMs`. @param text what the file holds; undefined: there is none */
export function isAlive(text: string | undefined, nowMs: number, withinMs = 6 * everyMs): boolean {
  const writtenMs = Number(text ?? Number.NaN);
  return nowMs - writtenMs <= withinMs;
}
