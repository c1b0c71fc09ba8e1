import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import { checkChain, nextEntry } from '#platform/registry/audit-chain.ts';

const entries: AuditEntry[] = [];
for (const modelId of ['a', 'b', 'c'])
  entries.push(
    nextEntry(entries.at(-1) ?? null, {
      action: 'promoted',
      modelId,
      replaced: entries.at(-1)?.modelId ?? null,
      at: '2026-11-22T12:00:00.000Z',
      by: 'ann',
    }),
  );
const last = entries.at(-1)!;

describe('the chain of the audit log', () => {
  it('holds as it was written, in whatever order its fields come back', () => {
    expect(checkChain(entries, last)).toBe(3);
    const shuffled = entries.map(
      (entry) =>
        JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(entry).toReversed()))) as AuditEntry,
    );
    expect(checkChain(shuffled, last)).toBe(3);
    expect(checkChain([], null)).toBe(0);
  });

  it.each<[string, AuditEntry[], AuditEntry | null, string]>([
    [
      'who did it',
      entries.map((entry, i) => (i === 1 ? { ...entry, by: 'bea' } : entry)),
      last,
      'Entry 2 of the audit log was changed',
    ],
    ['an entry that is gone', [entries[0]!, entries[2]!], last, 'Entry 2 of the audit log is missing'],
    ['the last entry that is gone', entries.slice(0, 2), last, 'Entry 3 of the audit log is missing'],
    ['a whole log that is gone', [], last, 'Entry 1 of the audit log is missing'],
    [
      'an entry that was added at the end',
      [...entries, nextEntry(last, { action: 'promoted', modelId: 'd', replaced: 'c', at: 'x', by: 'eve' })],
      last,
      'Entry 4 of the audit log is not the one that was written',
    ],
    [
      'an entry that was written anew with a hash of its own',
      [
        entries[0]!,
        nextEntry(entries[0]!, { action: 'promoted', modelId: 'x', replaced: 'a', at: 'x', by: 'eve' }),
        last,
      ],
      last,
      'Entry 3 of the audit log was changed',
    ],
  ])('shows %s', (_, log, head, message) => {
    expect(() => checkChain(log, head)).toThrow(message);
  });
});
