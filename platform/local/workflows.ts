import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { UmbelError } from '#core/errors.ts';
import type { AslHost } from './asl/host.ts';
import { type FileJournal, openFileJournal } from './asl/journal/file-journal.ts';
import type { Json } from './asl/json.ts';
import { type Outcome, runStateMachine } from './asl/run.ts';
import type { TaskTokens } from './asl/task-tokens.ts';
import type { DeployedWorkflow, Deployment } from './deployment.ts';
import { type ExecutionFolder, executionFolder, type ExecutionOutcome } from './executions.ts';
import type { RedriveOutcome } from '../ports.ts';
import type { Home } from './home.ts';

/** A state of a workflow was entered or left. */
export interface WorkflowEvent {
  readonly type: 'state-entered' | 'state-exited';
  readonly executionName: string;
  readonly stateName: string;
}

export interface WorkflowsOptions {
  readonly home: Home;
  readonly deployment: Deployment;
  readonly host: AslHost;
  readonly tokens: TaskTokens;
  readonly onEvent?: ((event: WorkflowEvent) => void) | undefined;
  /** Told of every end before anybody else, again where the process dies in between. */
  readonly onEnd?: ((ended: EndedExecution) => Promise<void>) | undefined;
}

export interface EndedExecution {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionOutcome['status'];
  readonly input: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export interface StartRequest {
  readonly workflowArn: string;
  readonly name: string;
  readonly input: unknown;
}

/** Step Functions of the embedded cloud: executions are folders that survive the process. */
export interface LocalWorkflows {
  start(request: StartRequest): 'started' | 'already-exists';
  /** Whether an execution ended well. */
  isDone(name: string): boolean;
  /** The outcome of an execution: waits for it, continues it after a crash, tries it again after a failure. */
  finish(name: string): Promise<ExecutionOutcome>;
  /** Goes on with an execution that failed or was cut off, in the background. */
  redrive(name: string): RedriveOutcome;
}

/** The workflows of a deployment, kept in the home folder. */
export function openWorkflows(options: WorkflowsOptions): LocalWorkflows {
  const running = new Map<string, Promise<ExecutionOutcome>>();
  const folderOf = (name: string) => executionFolder(options.home.executions, name);
  const launch = (name: string, folder: ExecutionFolder) => {
    const execution = execute(name, folder, options).finally(() => running.delete(name));
    running.set(name, execution);
    // Whoever asks for the outcome gets the error; nobody may ask.
    execution.catch(() => undefined);
    return execution;
  };
  const goOn = (name: string, folder: ExecutionFolder) => {
    // A failed execution starts from its first state again: every task finds what it finished before.
    if (folder.outcome() !== undefined) folder.reset();
    return launch(name, folder);
  };
  return {
    start({ workflowArn, name, input }) {
      const folder = folderOf(name);
      if (folder.stored() !== undefined) return 'already-exists';
      folder.begin({ workflow: workflowArn, input: input as Json, startedAt: new Date().toISOString() });
      void launch(name, folder);
      return 'started';
    },
    isDone: (name) => folderOf(name).outcome()?.status === 'SUCCEEDED',
    async finish(name) {
      const folder = folderOf(name);
      const outcome = folder.outcome();
      if (outcome?.status === 'SUCCEEDED') return outcome;
      const current = running.get(name);
      if (current !== undefined) return current;
      if (folder.stored() === undefined) throw unknownExecution(name);
      return goOn(name, folder);
    },
    redrive(name) {
      const folder = folderOf(name);
      if (running.has(name)) return 'running';
      if (folder.stored() === undefined) return 'over';
      if (folder.outcome()?.status === 'SUCCEEDED') return 'succeeded';
      void goOn(name, folder);
      return 'redriven';
    },
  };
}

async function execute(
  name: string,
  folder: ExecutionFolder,
  options: WorkflowsOptions,
): Promise<ExecutionOutcome> {
  const stored = folder.stored();
  const workflow = options.deployment.workflows.find(({ arn }) => arn === stored?.workflow);
  if (stored === undefined || workflow === undefined) throw unknownExecution(name);
  const outcome = await runJournaled({ name, folder, workflow, input: stored.input }, options);
  const ended: ExecutionOutcome =
    outcome.status === 'SUCCEEDED'
      ? outcome
      : {
          status: outcome.status === 'TIMED_OUT' ? 'TIMED_OUT' : 'FAILED',
          error: outcome.error,
          cause: outcome.cause,
        };
  const { error, cause } = ended.status === 'SUCCEEDED' ? { error: undefined, cause: undefined } : ended;
  const { status } = ended;
  await options.onEnd?.({ stateMachineArn: workflow.arn, name, status, input: stored.input, error, cause });
  folder.end(ended);
  return ended;
}

interface Execution {
  readonly name: string;
  readonly folder: ExecutionFolder;
  readonly workflow: DeployedWorkflow;
  readonly input: Json;
}

async function runJournaled(execution: Execution, options: WorkflowsOptions): Promise<Outcome> {
  const { name, folder } = execution;
  const journal = openFileJournal(folder.journalFile);
  try {
    return await run(execution, options, journal);
  } catch (error) {
    if (!(error instanceof UmbelError && error.code === 'asl.journal-mismatch')) throw error;
    // The workflow itself changed since the crash: its tasks find their former work in the tables.
    rmSync(folder.journalFile, { force: true });
    const fresh = openFileJournal(folder.journalFile);
    try {
      return await run({ ...execution, name }, options, fresh);
    } finally {
      fresh.close();
    }
  } finally {
    journal.close();
  }
}

function run(
  { name, workflow, input }: Execution,
  options: WorkflowsOptions,
  journal: FileJournal,
): Promise<Outcome> {
  const id = `${workflow.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  return runStateMachine({
    definition: workflow.definition as Json,
    input,
    host: options.host,
    type: workflow.type,
    execution: { name, id },
    stateMachine: { name: workflow.name, id: workflow.arn },
    journal,
    taskTokens: options.tokens,
    maxParallelChildren: availableParallelism(),
    onEvent: (event) => {
      if ((event.type === 'state-entered' || event.type === 'state-exited') && event.executionId === id) {
        options.onEvent?.({ type: event.type, executionName: name, stateName: event.stateName });
      }
    },
  });
}

function unknownExecution(name: string): UmbelError {
  return new UmbelError({ code: 'run.not-found', kind: 'not-found', message: `There is no run ${name}.` });
}
