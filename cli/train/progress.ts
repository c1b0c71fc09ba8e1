import type { TrainPlan } from '#containers/training/job/plan-tasks.ts';
import type { TrainTask } from '#containers/training/job/task.ts';
import type { TrainProgress } from '#containers/training/train.ts';
import { duration, type ProgressTarget } from '../progress.ts';

/** The line of a training: live on a terminal, plain lines at most every few seconds elsewhere. */
export interface TrainLine {
  /** The networks are planned. */
  begin(plan: TrainPlan): void;
  epoch(task: TrainTask, progress: TrainProgress): void;
  end(): void;
}

export interface TrainLineOptions {
  readonly target?: ProgressTarget;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
}

const plainEveryMs = 5_000;

/** A progress line with loss, held-out metrics, rate and the time that is left. */
export function trainLine({
  target = process.stderr,
  now = () => performance.now(),
}: TrainLineOptions = {}): TrainLine {
  const latest = new Map<string, TrainProgress>();
  let plan: TrainPlan | undefined;
  let [startedMs, shownMs, lastText] = [0, Number.NEGATIVE_INFINITY, ''];
  const show = (text: string, force: boolean): void => {
    lastText = text;
    if (target.isTTY === true) target.write(`\r\u001B[K${text}`);
    else if (force || now() - shownMs >= plainEveryMs) target.write(`${text}\n`);
    else return;
    shownMs = now();
    lastText = '';
  };
  return {
    begin(planned) {
      plan = planned;
      startedMs = now();
    },
    epoch(task, progress) {
      latest.set(task.name, progress);
      if (plan !== undefined) show(describe(plan, latest, (now() - startedMs) / 1000), false);
    },
    end() {
      if (target.isTTY === true && latest.size > 0) target.write('\n');
      else if (lastText !== '') target.write(`${lastText}\n`);
    },
  };
}

/** Tiles that a network learns from, each as often as it is seen. */
function workOf({ learn, epochs }: TrainTask): number {
  return learn.length * epochs;
}

/** Work is counted in tiles: networks of folds learn from fewer than the final one. */
function describe(plan: TrainPlan, latest: ReadonlyMap<string, TrainProgress>, seconds: number): string {
  const total = plan.tasks.reduce((sum, task) => sum + workOf(task), 0);
  const done = plan.tasks.reduce(
    (sum, task) => sum + task.learn.length * (latest.get(task.name)?.epoch ?? 0),
    0,
  );
  const finished = [...latest.values()].filter(({ epoch, epochs }) => epoch === epochs).length;
  const running = [...latest.values()].filter(({ epoch, epochs }) => epoch < epochs);
  const shown = running.length > 0 ? running : [...latest.values()].slice(-1);
  const loss = shown.reduce((sum, progress) => sum + progress.loss, 0) / shown.length;
  const { epoch, epochs, validationLoss, validationAuc } = shown[0]!;
  const networks = plan.tasks.length > 1 ? `, ${finished} of ${plan.tasks.length} networks done` : '';
  const held =
    validationAuc === undefined
      ? ''
      : `, held-out loss ${(validationLoss ?? Number.NaN).toFixed(3)}, AUC ${validationAuc.toFixed(3)}`;
  const rate = done / Math.max(seconds, 1e-3);
  const left = done < total ? `, ${duration((total - done) / rate)} left at most` : '';
  return `Training: epoch ${epoch} of ${epochs}${networks}, loss ${loss.toFixed(3)}${held}, ${rate.toFixed(0)} tiles/s${left}`;
}
