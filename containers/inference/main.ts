/**
 * The inference container: `worker` takes batches from the queue, `serve` answers HTTP as SageMaker asks: with batches of a
 * flight where it is told of a deployment, with the tiles of one model where it is given a package.
 */
import { environmentNames } from '#core/environment.ts';
import { showLife } from '#platform/container/liveness.ts';
import { openPlatform } from '#platform/platform.ts';
import { serve } from './serve.ts';
import { serveBatches } from './serve-batches.ts';
import { work } from './worker.ts';

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());
// An embedded container ends with its parent.
process.once('disconnect', () => process.exit(0));

showLife();
const mode = process.argv[2];
const port = Number(process.env['PORT'] ?? 8080);
const hasDeployment = process.env[environmentNames.modelsBucket] !== undefined;
if (mode === 'worker') await work(await openPlatform(), stop.signal);
else if (mode === 'serve' && hasDeployment)
  await serveBatches(await openPlatform(), { port, signal: stop.signal });
else if (mode === 'serve') await serve({ port, signal: stop.signal });
else throw new TypeError(`usage: main.ts worker|serve, got "${mode ?? ''}"`);
// The channel to an embedded cloud would keep the process alive.
if (process.connected) process.disconnect();
