import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UmbelError } from '#core/errors.ts';

const entry = fileURLToPath(new URL('process.ts', import.meta.url));
const mostRestarts = 5;

export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Process id of the database now: it changes when the database was restarted. */
  pid(): number | undefined;
  close(): Promise<void>;
}

/**
 * Starts the embedded DynamoDB over a folder. When its process dies it is started again on the same port; the SDK's
 * own retries bridge the gap.
 */
export async function startDynamoDb(folder: string): Promise<LocalDynamoDb> {
  let closing = false;
  let restarts = 0;
  let current: ChildProcess;
  const launch = async (port: number): Promise<number> => {
    const child = fork(entry, [folder, String(port)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    current = child;
    const got = await portOf(child);
    child.once('exit', () => {
      if (closing || ++restarts > mostRestarts) return;
      launch(got).catch((error: unknown) =>
        console.error(`The embedded DynamoDB did not start again: ${String(error)}`),
      );
    });
    return got;
  };
  const port = await launch(0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: () => current.pid,
    close: async () => {
      closing = true;
      if (current.exitCode !== null || current.signalCode !== null) return;
      const ended = new Promise((resolve) => current.once('exit', resolve));
      current.disconnect();
      await ended;
    },
  };
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
