/** The training container: `train` reads its job as SageMaker lays it out, `worker` takes steps of the workflow from the queue. */
import { exitCodeOf, UmbelError } from '#core/errors.ts';
import { showLife } from '#platform/container/liveness.ts';

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());
// An embedded container ends with its parent.
process.once('disconnect', () => process.exit(0));

showLife();
const mode = process.argv[2];
try {
  if (mode === 'train') {
    const { trainAsSagemaker } = await import('./sagemaker.ts');
    await trainAsSagemaker(process.env['UMBEL_TRAINING_ROOT'] ?? '/opt/ml', process.env, stop.signal);
  } else if (mode === 'worker') {
    const [{ openPlatform }, { work }] = await Promise.all([
      import('#platform/platform.ts'),
      import('./worker.ts'),
    ]);
    await work(await openPlatform(), stop.signal);
  } else {
    throw new TypeError(`usage: main.ts train|worker, got "${mode ?? ''}"`);
  }
} catch (error) {
  console.error(error instanceof UmbelError ? `${error.message} (${error.code}) ${error.hint ?? ''}` : error);
  process.exitCode = exitCodeOf(error);
}
// The channel to an embedded cloud would keep the process alive.
if (process.connected) process.disconnect();
