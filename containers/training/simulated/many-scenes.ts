import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { joinTiles } from '../tiles.ts';
import type { SceneOrder, SceneTiles } from './scene-tiles.ts';

/** The tiles of many scenes in the order of the orders, whatever the number of threads. */
export async function makeManySceneTiles(
  orders: readonly SceneOrder[],
  onScene: (done: number) => void = () => undefined,
): Promise<SceneTiles> {
  const made: SceneTiles[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./scene-worker.ts', import.meta.url));
    try {
      for (let i = next++; i < orders.length; i = next++) {
        worker.postMessage(orders[i]);
        const [answer]: SceneTiles[] = await once(worker, 'message');
        made[i] = answer!;
        onScene(++done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), orders.length) }, work));
  return {
    tiles: joinTiles(made.map(({ tiles }) => tiles)),
    unclear: made.reduce((sum, { unclear }) => sum + unclear, 0),
  };
}
