import { readFile, stat } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { isRefusal } from '#platform/local/asl/errors.ts';
import { parseJson, type Json } from '#platform/local/asl/json.ts';
import { runStateMachine, type Outcome } from '#platform/local/asl/run.ts';
import { createTaskTokens } from '#platform/local/asl/task-tokens.ts';
import { virtualClock } from '#platform/local/asl/virtual-clock.ts';
import { objectsFolder } from './objects-folder.ts';
import { stubHost } from './stub-host.ts';
import { parseStubs } from './stubs.ts';

export interface WorkflowRunOptions {
  readonly definitionFile: string;
  readonly inputFile: string;
  /** Stubs for the tasks; none by default. */
  readonly tasksFile?: string | undefined;
  /** Folder of the objects, one folder inside per bucket; the working folder by default. */
  readonly objectsDir?: string | undefined;
  readonly type?: 'STANDARD' | 'EXPRESS' | undefined;
}

/** What is printed: how the execution ended, or why this interpreter does not run the definition. */
export type WorkflowRunResult = Outcome | { readonly refused: string };

/**
 * The outcome of a state machine whose tasks are stubs. Waits cost no time. A failed execution is a result like any
 * other; so is `refused`, for a definition that uses what the interpreter does not know.
 * @throws UmbelError for files that cannot be read
 */
export async function runWorkflowCommand(options: WorkflowRunOptions): Promise<WorkflowRunResult> {
  const definition = await readJson(options.definitionFile);
  const input = await readJson(options.inputFile);
  const stubs = parseStubs(options.tasksFile === undefined ? {} : await readJson(options.tasksFile));
  const clock = virtualClock(Date.now());
  const tokens = createTaskTokens();
  if (options.objectsDir !== undefined) await checkFolder(options.objectsDir);
  const objects = objectsFolder(options.objectsDir ?? '.', clock);
  return refusedOr(() =>
    runStateMachine({
      definition,
      input,
      host: stubHost({ stubs, objects, clock, tokens }),
      taskTokens: tokens,
      ...identity,
      ...(options.type === undefined ? {} : { type: options.type }),
    }),
  );
}

const identity = {
  execution: { name: 'umbel', id: 'arn:aws:states:us-east-1:111111111111:execution:workflow:umbel' },
  stateMachine: { name: 'workflow', id: 'arn:aws:states:us-east-1:111111111111:stateMachine:workflow' },
  roleArn: 'arn:aws:iam::111111111111:role/workflow',
};

/** The outcome, or the refusal as a result. */
export async function refusedOr(run: () => Promise<Outcome>): Promise<WorkflowRunResult> {
  try {
    return await run();
  } catch (error) {
    if (isRefusal(error)) return { refused: error.message };
    throw error;
  }
}

/** A folder that is not there holds no objects yet, which is said: it may be a typing error. */
async function checkFolder(dir: string): Promise<void> {
  const info = await stat(dir).catch(() => undefined);
  if (info === undefined)
    process.stderr.write(`umbel: there is no folder ${dir}; its buckets count as empty.\n`);
  if (info === undefined || info.isDirectory()) return;
  throw new UmbelError({
    code: 'workflow.no-objects',
    kind: 'bad-input',
    message: `${dir} is a file, not a folder with objects.`,
    hint: 'Give the folder that holds <bucket>/<key>, or leave --objects out.',
  });
}

async function readJson(path: string): Promise<Json> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UmbelError({
      code: 'workflow.no-file',
      kind: 'not-found',
      message: `The file '${path}' cannot be read.`,
      cause,
    });
  });
  try {
    return parseJson(text);
  } catch (cause) {
    throw new UmbelError({
      code: 'workflow.bad-json',
      kind: 'bad-input',
      message: `The file '${path}' does not hold JSON.`,
      cause,
    });
  }
}
