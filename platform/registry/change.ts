import { UmbelError } from '#core/errors.ts';
import type { AuditEntry, RegistryAction } from '#core/registry/audit-entry.ts';
import { emptyHead, type RegistryHead } from '#core/registry/head.ts';
import type { Clock } from '../ports.ts';
import type { AuditTable } from '../tables/audit-table.ts';
import type { ModelsTable } from '../tables/models-table.ts';
import { checkChain, nextEntry } from './audit-chain.ts';
import type { ModelStore } from './stored-package.ts';

export interface RegistryParts {
  readonly store: ModelStore;
  readonly models: ModelsTable;
  readonly audit: AuditTable;
  readonly clock: Clock;
  /** Who acts: it stands in the records and in the audit log. */
  readonly by: string;
}

/** A change of the registry and what the log is to say of it. */
export interface Planned {
  readonly standing: Omit<RegistryHead, 'version' | 'lastEntry'>;
  readonly done: RegistryAction & { readonly at: string; readonly by: string };
}

/** Changes that may come in between before one gives up: each is another's success. */
const mostAttempts = 20;

/**
 * Makes one change, planned anew whenever another's came in between; false when the plan is that nothing is to be done.
 * The head is written first, with the entry in it: whatever happens then, the log gets it.
 */
export async function change(
  parts: RegistryParts,
  plan: (head: RegistryHead) => Promise<Planned | undefined>,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const head = await settledHead(parts);
    const planned = await plan(head);
    if (planned === undefined) return false;
    const entry = nextEntry(head.lastEntry, planned.done);
    const next: RegistryHead = { ...planned.standing, version: head.version + 1, lastEntry: entry };
    if (await parts.models.putHead(next)) {
      await settle(parts, entry);
      return true;
    }
    if (attempt === mostAttempts) {
      throw new UmbelError({
        code: 'registry.busy',
        kind: 'try-again',
        message: `The registry was changed by others ${mostAttempts} times in a row.`,
        hint: 'Run the command again.',
      });
    }
  }
}

/** The head, once what it says was done stands in the log too. */
export async function settledHead(parts: RegistryParts): Promise<RegistryHead> {
  const head = await parts.models.getHead();
  if (head === undefined) return emptyHead;
  if (head.lastEntry !== null) await settle(parts, head.lastEntry);
  return head;
}

/** Writes what follows from an entry; doing it twice changes nothing. */
async function settle({ models, audit }: RegistryParts, entry: AuditEntry): Promise<void> {
  if (entry.action === 'registered') await models.addModel(entry.record);
  await audit.append(entry);
}

/** The audit log, oldest first, its chain checked. @throws UmbelError `registry.log-tampered` */
export async function readLog(parts: RegistryParts): Promise<AuditEntry[]> {
  const { lastEntry } = await settledHead(parts);
  const entries: AuditEntry[] = [];
  for await (const entry of parts.audit.list('models')) entries.push(entry);
  checkChain(entries, lastEntry);
  return entries;
}
