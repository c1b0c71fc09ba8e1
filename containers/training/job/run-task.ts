import { join } from 'node:path';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { backboneOf } from '../backbone.ts';
import { fileCheckpoints } from '../checkpoint.ts';
import { predictTiles } from '../fit-confidence.ts';
import { layersModelData } from '../layers-model.ts';
import { pickTiles } from '../tiles.ts';
import { train, type TrainProgress } from '../train.ts';
import type { TaskSetting, TrainedTask, TrainTask } from './task.ts';

/** How a network from scratch, of few tiles, is kept from learning them by heart. */
const augmentation = { warps: 0.5, light: 0.3 } as const;
const weightDecay = 0.05;

/** The network of the task, trained on this thread. */
export async function runTask(
  setting: TaskSetting,
  task: TrainTask,
  onProgress: (progress: TrainProgress) => void,
): Promise<TrainedTask> {
  const { engine, batch, learningRate, checkpoints } = setting;
  const all = { ...setting, count: setting.labels.length };
  const learned = pickTiles(all, task.learn);
  // The same list, the same memory: the pixels of all tiles are not copied twice.
  const judged = task.judge === task.learn ? learned : pickTiles(all, task.judge);
  const backbone =
    setting.backbone === undefined ? undefined : backboneOf(await loadPackageFromFolder(setting.backbone));
  const file = task.name.replaceAll(' ', '-');
  const { model, history, keptEpoch } = await train({
    tiles: learned,
    seed: task.seed,
    epochs: task.epochs,
    engine,
    batchSize: batch,
    // What a backbone knows is not to be washed away.
    learningRate: backbone === undefined ? learningRate : learningRate / 2,
    weightDecay,
    augmentation,
    onProgress,
    ...(backbone === undefined ? {} : { backbone }),
    ...(task.patience === undefined ? {} : { validation: { tiles: judged, patience: task.patience } }),
    ...(checkpoints === undefined
      ? {}
      : {
          checkpoints: fileCheckpoints(
            join(checkpoints.dir, `${file}.checkpoint`),
            `${checkpoints.key} ${task.name}`,
          ),
        }),
  });
  const { logits } = await predictTiles(model, judged, backbone?.input);
  const network = await layersModelData(model);
  model.dispose();
  return { name: task.name, logits, history, keptEpoch, network };
}
