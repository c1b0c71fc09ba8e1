import type { MapAttempt } from '../states/map.ts';
import type { Tolerance } from './tolerance.ts';

/** Counts the items of a Map run and reports every change. */
export interface Tally {
  read(items: number): void;
  /** Everything is read: `read` gives the total from now on. */
  readAll(): void;
  started(items: number): void;
  finished(items: number, how: { failed: boolean; resumed: boolean }): void;
  isExceeded(): boolean;
}

export function readTally(attempt: MapAttempt, tolerance: Tolerance): Tally {
  const { visit, state } = attempt;
  const { execution } = visit.frame;
  const counts = { read: 0, succeeded: 0, failed: 0, running: 0, resumed: 0 };
  let total: number | undefined;
  const report = (): void => {
    const { read: _read, ...rest } = counts;
    execution.run.emit({
      type: 'map-progress',
      stateName: state.name,
      executionId: execution.id,
      counts: { total, ...rest },
    });
  };
  return {
    read: (items) => {
      counts.read += items;
    },
    readAll: () => {
      total = counts.read;
      report();
    },
    started: (items) => {
      counts.running += items;
      report();
    },
    finished: (items, how) => {
      counts[how.failed ? 'failed' : 'succeeded'] += items;
      if (how.resumed) counts.resumed += items;
      else counts.running -= items;
      report();
    },
    isExceeded: () => tolerance.isExceeded(counts.failed, total),
  };
}
