/** A container that takes messages and does what they say. */
import { connectRpc } from '#platform/local/rpc.ts';
import type { QueueMessage } from '#platform/ports.ts';

process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));

const call = connectRpc(process);
console.log(
  `started with ${process.argv[2] ?? ''}, ${process.env['UMBEL_GRANTED'] ?? ''}, ${process.env['UMBEL_SECRET'] ?? 'no secret'}`,
);
// oxlint-disable-next-line unicorn/no-process-exit -- what a broken container does
if (process.argv[2] === 'die-at-once') process.exit(5);

for (;;) {
  await call('report', { waiting: process.pid });
  const message = await call<QueueMessage | undefined>('queue.receive', { waitS: 20, visibilityS: 60 });
  if (message === undefined) continue;
  await call('report', { body: message.body, receiveCount: message.receiveCount, pid: process.pid });
  if (message.body === 'die-once' && message.receiveCount === 1) process.kill(process.pid, 'SIGKILL');
  if (message.body === 'hold') await new Promise(() => undefined);
  await call('queue.delete', { receipt: message.receipt });
}
