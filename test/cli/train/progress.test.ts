import { expect, it } from 'vitest';
import { trainLine } from '#cli/train/progress.ts';
import type { TrainPlan } from '#containers/training/job/plan-tasks.ts';

const common = { seed: 1, epochs: 10, judge: [], patience: undefined };
const plan: TrainPlan = {
  folds: new Uint8Array(),
  everyFold: true,
  epochs: 10,
  tasks: [
    { name: 'final', learn: Array.from({ length: 100 }, () => 0), ...common },
    { name: 'fold 1', learn: Array.from({ length: 50 }, () => 0), ...common },
  ],
};

it('says epoch, loss, held-out figures, rate and time left; plainly at most every five seconds', () => {
  const written: string[] = [];
  let nowMs = 0;
  const line = trainLine({ target: { write: (text) => written.push(text) }, now: () => nowMs });
  line.begin(plan);
  nowMs = 10_000;
  const progress = {
    epoch: 2,
    epochs: 10,
    loss: 0.4567,
    tilesPerS: 20,
    validationLoss: 0.5,
    validationAuc: 0.987,
  };
  line.epoch(plan.tasks[0]!, progress);
  nowMs = 12_000;
  line.epoch(plan.tasks[0]!, { ...progress, epoch: 3 });
  expect(written).toEqual([
    'Training: epoch 2 of 10, 0 of 2 networks done, loss 0.457, held-out loss 0.500, AUC 0.987, 20 tiles/s, 1 min 5 s left at most\n',
  ]);
  line.end();
  expect(written[1]).toMatch(/^Training: epoch 3 of 10/);
});
