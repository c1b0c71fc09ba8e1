import { parentPort, workerData } from 'node:worker_threads';
import { planFlight } from './flight-plan.ts';
import { createPhotoWriter } from './photo-writer.ts';
import { workerTaskSchema } from './options.ts';

const task = workerTaskSchema.parse(workerData);
const writer = createPhotoWriter(planFlight(task.recipe), task.scene, task.dir);

// One photo at a time: the main thread sends the next index when it has the answer to the last.
parentPort?.on('message', (index: number) => {
  writer.write(index).then(
    (photo) => parentPort?.postMessage({ photo }, []),
    (error: unknown) =>
      parentPort?.postMessage({ failed: error instanceof Error ? error.message : String(error) }, []),
  );
});
