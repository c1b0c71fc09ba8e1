import { Worker } from 'node:worker_threads';
import { UmbelError } from '#core/errors.ts';
import type { WrittenPhoto } from './photo-writer.ts';
import type { WorkerTask } from './options.ts';

export interface PoolOptions {
  readonly task: WorkerTask;
  readonly threads: number;
  readonly photos: number;
  /** Called after each photo, in the order in which they get ready. */
  readonly onPhoto: (photo: WrittenPhoto) => void;
}

type Answer = { readonly photo: WrittenPhoto } | { readonly failed: string };

/**
 * All photos, by index. Every thread takes the next photo that nobody has taken.
 * @throws UmbelError `simulate.photo-failed` when a photo cannot be rendered or written; the other threads are stopped
 */
export async function writePhotos(options: PoolOptions): Promise<WrittenPhoto[]> {
  const written: WrittenPhoto[] = [];
  const workers = Array.from(
    { length: Math.min(options.threads, options.photos) },
    () => new Worker(new URL('./photo-worker.ts', import.meta.url), { workerData: options.task }),
  );
  let next = 0;
  const serve = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const assign = (): void => {
        if (next < options.photos) worker.postMessage(next++, []);
        else resolve();
      };
      worker.on('error', (cause) => reject(failure(String(cause), cause)));
      worker.on('message', (answer: Answer) => {
        if ('failed' in answer) {
          reject(failure(answer.failed));
          return;
        }
        written.push(answer.photo);
        options.onPhoto(answer.photo);
        assign();
      });
      assign();
    });
  try {
    await Promise.all(workers.map(serve));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return written.sort((a, b) => a.index - b.index);
}

function failure(reason: string, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'simulate.photo-failed',
    kind: 'configuration',
    message: `A photo could not be made: ${reason}`,
    hint: 'Check that the disk has room (about 6 MB a photo) and that the folder can be written to.',
    cause,
  });
}
