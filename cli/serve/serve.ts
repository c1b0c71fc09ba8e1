import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openLocalCloud, type LocalCloud } from '#platform/local/cloud.ts';
import { startLocalServer, type LocalServer } from '#platform/local/http-server.ts';
import { registryOf } from '../models/open-registry.ts';
import { chooseModel } from '../run/choose-model.ts';
import { buildConsole, consoleDir } from './build-console.ts';
import { makeDemoFlight, needsDemoFlight } from './demo-flight.ts';
import { resumeRuns } from './resume-runs.ts';

export interface ServeOptions {
  readonly port: number;
  /** Makes the demo flight where no flight is. */
  readonly demo: boolean;
  /** Ends it; default: Ctrl-C. */
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
  /** Called when it can be used. */
  readonly onReady?: (url: string) => void;
}

const schemaFile = fileURLToPath(new URL('../../lambdas/api/schema.graphql', import.meta.url));
const apiFunction = 'umbel-api';

/**
 * Serves console and API until it is asked to end.
 * @throws UmbelError `home.locked`, `serve.port-taken`, `console.not-built`
 */
export async function serve(options: ServeOptions): Promise<void> {
  const say = options.say ?? ((line) => void process.stderr.write(`${line}\n`));
  const ended = endOf(options.signal);
  await buildConsole(say);
  const cloud = await openLocalCloud({
    keepWarm: [apiFunction],
    holder: `umbel serve, at http://127.0.0.1:${options.port},`,
  });
  let server: LocalServer | undefined;
  try {
    for (const note of (await chooseModel(registryOf(cloud), undefined)).notes) say(note);
    server = await startLocalServer({
      port: options.port,
      homeDir: cloud.home.dir,
      objects: cloud.objects,
      consoleDir,
      schemaText: readFileSync(schemaFile, 'utf8'),
      invoke: (event) => cloud.invoke(apiFunction, event),
      onError: (error) =>
        say(`umbel: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    });
    say(`Console: ${server.url}   (this computer only; Ctrl-C ends it)`);
    // Loads the function before somebody waits for it.
    void cloud.invoke(apiFunction, warmUp).catch(() => undefined);
    options.onReady?.(server.url);
    void workInBackground(cloud, { demo: options.demo, say });
    await ended;
    say('Ending; work that is cut off goes on at the next start.');
  } finally {
    await server?.close();
    await cloud.close();
  }
}

const warmUp = { info: { parentTypeName: 'Query', fieldName: 'me' } };

/** What a newcomer wants to see, and what the last end cut off. It may be cut off itself: the next start goes on. */
async function workInBackground(
  cloud: LocalCloud,
  { demo, say }: { demo: boolean; say: (line: string) => void },
): Promise<void> {
  try {
    await resumeRuns(cloud, say);
    if (demo && (await needsDemoFlight(cloud))) await makeDemoFlight(cloud, say);
  } catch (error) {
    if (cloud.isOpen()) say(`umbel: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Settles when the signal is given, or Ctrl-C; a second Ctrl-C ends at once. */
function endOf(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal !== undefined) {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
      return;
    }
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
