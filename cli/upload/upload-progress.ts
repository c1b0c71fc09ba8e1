import { plural } from '#core/report/wording.ts';
import { duration, type ProgressTarget } from '../progress.ts';

/** A line that says how far an upload is. */
export interface UploadProgress {
  begin(files: number, bytes: number): void;
  file(): void;
  bytes(count: number): void;
  end(): void;
}

const plainEveryMs = 5_000;
const liveEveryMs = 200;

/** Files, bytes, rate and what is left of the time; live on a terminal, a plain line every few seconds elsewhere. */
export function uploadProgress(
  target: ProgressTarget = process.stderr,
  now: () => number = () => performance.now(),
): UploadProgress {
  const live = target.isTTY === true;
  let total = { files: 0, bytes: 0 };
  let done = { files: 0, bytes: 0 };
  let startedMs = 0;
  let shownMs = 0;
  const show = (final: boolean) => {
    const nowMs = now();
    if (!final && nowMs - shownMs < (live ? liveEveryMs : plainEveryMs)) return;
    shownMs = nowMs;
    const text = describe(total, done, (nowMs - startedMs) / 1000);
    target.write(live ? `\r\u001B[K${text}${final ? '\n' : ''}` : `${text}\n`);
  };
  return {
    begin(files, bytes) {
      total = { files, bytes };
      done = { files: 0, bytes: 0 };
      startedMs = now();
      shownMs = startedMs;
    },
    file() {
      done.files++;
      show(false);
    },
    bytes(count) {
      done.bytes += count;
      show(false);
    },
    end: () => show(true),
  };
}

interface Amount {
  readonly files: number;
  readonly bytes: number;
}

function describe(total: Amount, done: Amount, seconds: number): string {
  const rate = done.bytes / Math.max(seconds, 1e-3);
  const left = total.bytes - done.bytes;
  const time = left > 0 && rate > 0 ? `${duration(left / rate)} left` : duration(seconds);
  return `Uploading: ${done.files} of ${plural(total.files, 'file')}, ${mega(done.bytes)} of ${mega(total.bytes)} MB, ${(rate / 1e6).toFixed(1)} MB/s, ${time}`;
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
