/** A line that says how far long work is: live on a terminal, plain lines at most every few seconds elsewhere. */
export interface ProgressLine {
  /** Begins a stage with so many things to do; 0 = unknown. */
  stage(name: string, total: number, unit?: string): void;
  /** So many more are done. */
  add(count: number): void;
  /** Ends the line. */
  end(): void;
}

const plainEveryMs = 5_000;
const liveEveryMs = 100;

/** Where progress is written, stderr as a rule: stdout is for results. */
export interface ProgressTarget {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly target?: ProgressTarget;
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  /** Print nothing. */
  readonly quiet?: boolean | undefined;
}

/** A progress line. */
export function progressLine(options: ProgressOptions = {}): ProgressLine {
  const { target = process.stderr, now = () => performance.now(), quiet = false } = options;
  const live = target.isTTY === true;
  let state = { name: '', total: 0, unit: 'photos', done: 0, startedMs: 0, shownMs: 0 };
  const show = (final: boolean) => {
    const nowMs = now();
    if (
      quiet ||
      state.name === '' ||
      (!final && nowMs - state.shownMs < (live ? liveEveryMs : plainEveryMs))
    ) {
      return;
    }
    state.shownMs = nowMs;
    const text = describe(state, nowMs);
    target.write(live ? `\r\u001B[K${text}${final ? '\n' : ''}` : `${text}\n`);
  };
  const end = () => {
    if (state.done > 0) show(true);
    state.name = '';
  };
  return {
    stage(name, total, unit = 'photos') {
      end();
      const nowMs = now();
      state = { name, total, unit, done: 0, startedMs: nowMs, shownMs: nowMs };
    },
    add(count) {
      state.done += count;
      show(false);
    },
    end,
  };
}

interface ProgressState {
  readonly name: string;
  readonly total: number;
  readonly unit: string;
  readonly done: number;
  readonly startedMs: number;
}

function describe({ name, total, unit, done, startedMs }: ProgressState, nowMs: number): string {
  const seconds = (nowMs - startedMs) / 1000;
  const rate = done / Math.max(seconds, 1e-3);
  const of = total > 0 ? `${done} of ${total}` : String(done);
  // Units are given as they stand behind most numbers.
  const named = (total > 0 ? total : done) === 1 ? unit.replace(/s$/, '') : unit;
  const left =
    total > done && rate > 0 ? `, ${duration((total - done) / rate)} left` : `, ${duration(seconds)}`;
  return `${name}: ${of} ${named}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s${left}`;
}

/** Seconds for people: `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}
