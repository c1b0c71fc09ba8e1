import { hash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import {
  type AuditEntry,
  hashedText,
  noEntryBefore,
  type RegistryAction,
} from '#core/registry/audit-entry.ts';

/** The entry that follows another. */
export function nextEntry(
  last: AuditEntry | null,
  done: RegistryAction & { readonly at: string; readonly by: string },
): AuditEntry {
  const entry = {
    ...done,
    log: 'models' as const,
    number: (last?.number ?? 0) + 1,
    before: last?.hash ?? noEntryBefore,
  };
  return { ...entry, hash: hash('sha256', hashedText(entry)) };
}

/**
 * How many entries were checked: each whole, and each follows the one before, up to the one that the registry knows as
 * its last.
 * @throws UmbelError `registry.log-tampered` naming the first entry that is not as it was written
 */
export function checkChain(entries: readonly AuditEntry[], last: AuditEntry | null): number {
  let before: AuditEntry | null = null;
  for (const entry of entries) {
    const number: number = (before?.number ?? 0) + 1;
    if (entry.number !== number) throw tampered(number, 'is missing');
    if (entry.before !== (before?.hash ?? noEntryBefore) || entry.hash !== hash('sha256', hashedText(entry)))
      throw tampered(number, 'was changed after it was written');
    before = entry;
  }
  if (before?.hash === last?.hash) return entries.length;
  if ((last?.number ?? 0) > entries.length) throw tampered(entries.length + 1, 'is missing');
  throw tampered(before?.number ?? 0, 'is not the one that was written');
}

function tampered(number: number, what: string): UmbelError {
  return new UmbelError({
    code: 'registry.log-tampered',
    kind: 'conflict',
    message: `Entry ${number} of the audit log ${what}.`,
    hint: 'Set the audit table back to a moment before (point-in-time recovery), and ask who could write to it.',
    details: { number },
  });
}
