/** Entry of a worker thread that makes the tiles of scenes, one order at a time. */
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { makeSceneTiles, type SceneOrder } from './scene-tiles.ts';

sharp.cache(false);
sharp.concurrency(1);

parentPort?.on('message', (order: SceneOrder) => {
  void makeSceneTiles(order).then((made) => parentPort?.postMessage(made));
});
