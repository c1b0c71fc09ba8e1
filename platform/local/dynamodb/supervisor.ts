import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UmbelError } from '#core/errors.ts';

const entry = fileURLToPath(new URL('process.ts', import.meta.url));
const mostRestarts = 5;
const restartDelayMs = 100;
const stopLimitMs = 5_000;

export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Process id of the database now: it changes when the database was restarted. */
  pid(): number | undefined;
  /** Why the database ended by itself; undefined where it did not, or was killed. */
  failure(): UmbelError | undefined;
  close(): Promise<void>;
}

/**
 * Starts the embedded DynamoDB over a folder. When its process dies it is started again on the same port; the SDK's
 * own retries bridge the gap.
 */
export async function startDynamoDb(folder: string): Promise<LocalDynamoDb> {
  let closing = false;
  let restarts = 0;
  const former: ChildProcess[] = [];
  let current = launch(folder, 0);
  const port = await portOf(current);
  const watch = (child: ChildProcess) =>
    child.once('exit', () => {
      if (closing) return;
      former.push(child);
      if (++restarts > mostRestarts) return;
      setTimeout(() => {
        if (closing) return;
        current = launch(folder, port);
        watch(current);
      }, restartDelayMs);
    });
  watch(current);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: () => current.pid,
    failure: () => {
      const words = former.map((child) => lastWords.get(child)).findLast((text) => text !== undefined);
      return words === undefined ? undefined : unusable(folder, words);
    },
    close: async () => {
      closing = true;
      await stop(current);
    },
  };
}

/** What a database wrote last on its error output: a stack, when it cannot open its folder. */
const lastWords = new WeakMap<ChildProcess, string>();
const wordsKept = 4_000;

function launch(folder: string, port: number): ChildProcess {
  const child = fork(entry, [folder, String(port)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords.set(child, ((lastWords.get(child) ?? '') + text).slice(-wordsKept));
  });
  return child;
}

function unusable(folder: string, words = ''): UmbelError {
  const reason = /^(?:\w*Error|.*\bcause\b.*): .*$/m.exec(words)?.[0];
  return new UmbelError({
    code: 'dynamodb.unusable',
    kind: 'configuration',
    message: `The database in ${folder} cannot be opened${reason === undefined ? '' : ` (${reason.trim()})`}.`,
    hint: 'Its files are damaged. Move that folder away, then run your flights again; results that were written stay.',
  });
}

/** The end of the channel tells the process to end; one that does not hear it is killed. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
  await ended;
  clearTimeout(timer);
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code, signal) =>
      reject(
        new UmbelError({
          code: 'dynamodb.not-started',
          kind: 'try-again',
          message: `The embedded DynamoDB ended at its start (${signal ?? `exit code ${code}`}).`,
          hint: 'Run the same command again; if it stays so, run `umbel doctor`.',
        }),
      ),
    );
  });
}
