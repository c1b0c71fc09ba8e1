import { hash } from 'node:crypto';
import { canonicalJson } from '#core/canonical-json.ts';
import { UmbelError } from '#core/errors.ts';
import { noEntryBefore } from '#core/registry/audit-entry.ts';
import type { RunAction, RunEntry } from '#core/registry/run-entry.ts';
import type { AuditTable } from '../tables/audit-table.ts';

/** How often a number is tried again that another entry took in between. */
const mostTries = 20;

/**
 * Writes down what a person did to a run, behind the newest entry.
 * @throws UmbelError `audit.busy`
 */
export async function logRun(
  audit: Pick<AuditTable, 'appendRun' | 'lastRun'>,
  done: RunAction & { readonly at: string; readonly by: string },
): Promise<RunEntry> {
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const entry = entryAfter(await audit.lastRun(), done);
    if (await audit.appendRun(entry)) return entry;
  }
  throw new UmbelError({
    code: 'audit.busy',
    kind: 'try-again',
    message: `Others wrote to the audit log ${mostTries} times in a row.`,
    hint: 'Try again in a few seconds.',
  });
}

function entryAfter(
  last: RunEntry | undefined,
  done: RunAction & { readonly at: string; readonly by: string },
): RunEntry {
  const entry = {
    ...done,
    log: 'runs' as const,
    number: (last?.number ?? 0) + 1,
    before: last?.hash ?? noEntryBefore,
  };
  return { ...entry, hash: hash('sha256', canonicalJson(entry)) };
}
