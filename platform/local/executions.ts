import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from './asl/json.ts';

/** How an execution ended. */
export type ExecutionOutcome =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT';
      readonly error: string | undefined;
      readonly cause: string | undefined;
    };

export interface StoredExecution {
  readonly workflow: string;
  readonly input: Json;
  readonly startedAt: string;
}

/** The folder of one execution: what it was asked, what it has finished, how it ended. */
export interface ExecutionFolder {
  readonly journalFile: string;
  /** What was asked; undefined when no execution of this name was started. */
  stored(): StoredExecution | undefined;
  outcome(): ExecutionOutcome | undefined;
  begin(execution: StoredExecution): void;
  end(outcome: ExecutionOutcome): void;
  /** Forgets journal and outcome: the next start does everything anew. */
  reset(): void;
}

/** The folder of the execution `name` below `root`. */
export function executionFolder(root: string, name: string): ExecutionFolder {
  const folder = path.join(root, name);
  const inputFile = path.join(folder, 'execution.json');
  const outcomeFile = path.join(folder, 'outcome.json');
  const journalFile = path.join(folder, 'journal.jsonl');
  return {
    journalFile,
    stored: () => readJson(inputFile) as StoredExecution | undefined,
    outcome: () => readJson(outcomeFile) as ExecutionOutcome | undefined,
    begin(execution) {
      mkdirSync(folder, { recursive: true });
      writeWhole(inputFile, execution);
    },
    end: (outcome) => writeWhole(outcomeFile, outcome),
    reset() {
      rmSync(outcomeFile, { force: true });
      rmSync(journalFile, { force: true });
    },
  };
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Readers see the former file or this one, never a part: the process may be killed at any moment. */
function writeWhole(file: string, value: unknown): void {
  writeFileSync(`${file}.part`, `${JSON.stringify(value, undefined, 2)}\n`);
  renameSync(`${file}.part`, file);
}
