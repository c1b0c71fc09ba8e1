import type { SimulateProgress } from './simulate.ts';

/** Where progress is written. */
export interface ProgressTarget {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface ProgressLine {
  show(progress: SimulateProgress): void;
  end(): void;
}

/** A live line on a terminal; elsewhere a plain line at each tenth of the way. */
export function createProgressLine(target: ProgressTarget): ProgressLine {
  let lastTenth = 0;
  let live = false;
  return {
    show(progress) {
      const text = `Photo ${progress.done} of ${progress.total}, ${progress.photosPerSecond.toFixed(2)} a second, ${Math.ceil(progress.remainingS)} s left`;
      if (target.isTTY === true) {
        target.write(`\r\u001B[2K${text}`);
        live = true;
        return;
      }
      const tenth = Math.floor((10 * progress.done) / progress.total);
      if (tenth > lastTenth) target.write(`${text}\n`);
      lastTenth = tenth;
    },
    end() {
      if (live) target.write('\n');
    },
  };
}
