import { describe, expect, it } from 'vitest';
import { judgePlan } from '#containers/training/job/judge-plan.ts';
import type { LessonTiles } from '#containers/training/job/lesson-tiles.ts';
import { planTasks } from '#containers/training/job/plan-tasks.ts';
import type { TrainedTask } from '#containers/training/job/task.ts';
import { parseTrainJob } from '#containers/training/job/train-job.ts';
import { createRandom } from '#core/simulate/random.ts';

const count = 120;
const lesson: LessonTiles = {
  pixels: new Uint8Array(new SharedArrayBuffer(0)),
  tilePx: 32,
  count,
  labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
  names: [],
  groups: Array.from({ length: count }, (_, i) => `p${(i >> 1) % 12}`),
  groupedBy: { from: 'names', text: 'names', groups: [] },
  digest: '',
  notes: [],
};

/** Networks that tell the classes apart on every tile that they judge; the logits of the first are moved by `moved`. */
function judged(more: object, moved = 0) {
  const plan = planTasks(lesson, parseTrainJob({ tiles: 'tiles', out: 'out', folds: 3, ...more }));
  const random = createRandom(1);
  const trained = plan.tasks.map(({ name, judge }, k): TrainedTask => {
    const shift = k === 0 ? moved : 0;
    const logits = Float32Array.from(
      judge,
      (tile) => (lesson.labels[tile] === 1 ? 2 : -2) + random.range(-1, 1) + shift,
    );
    return { name, logits, history: [], keptEpoch: 1, network: { topology: {}, weights: [] } };
  });
  return judgePlan(lesson, plan, trained, undefined);
}

describe('the judgement of a training', () => {
  it('asks the network of the package about the tiles that it learned from, and judges by the folds', () => {
    const { metrics, shipped } = judged({});
    expect(metrics).toMatchObject({ n: count, recall: 1 });
    expect(shipped).toMatchObject({ metrics: { n: count, recall: 1 }, notes: [] });
  });

  it('refuses a network whose logits lie elsewhere than those that the threshold is from', () => {
    for (const moved of [-4, 4])
      expect(() => judged({}, moved)).toThrow(
        expect.objectContaining({ code: 'training.network-unlike-folds' }),
      );
  });

  it('has nothing more to ask where the network of the package was measured itself', () => {
    const { metrics, shipped } = judged({ crossValidation: false }, -4);
    expect(metrics).toMatchObject({ n: count / 3, recall: 1 });
    expect(shipped).toBeUndefined();
  });
});
