/** The inference container: `worker` takes batches from the queue, `serve` answers HTTP as SageMaker asks. */
import { openPlatform } from '#platform/platform.ts';
import { serve } from './serve.ts';
import { work } from './worker.ts';

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
process.once('SIGINT', () => stop.abort());
// An embedded container ends with its parent.
process.once('disconnect', () => process.exit(0));

const mode = process.argv[2];
if (mode === 'worker') await work(await openPlatform(), stop.signal);
else if (mode === 'serve') await serve({ port: Number(process.env['PORT'] ?? 8080), signal: stop.signal });
else throw new TypeError(`usage: main.ts worker|serve, got "${mode ?? ''}"`);
// The channel to an embedded cloud would keep the process alive.
if (process.connected) process.disconnect();
