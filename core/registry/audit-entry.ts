import { canonicalJson } from '../canonical-json.ts';
import type { Evidence } from './evidence.ts';
import type { ModelRecord } from './model-record.ts';

/** What was done to the registry, by whom and why. */
export type RegistryAction =
  | { readonly action: 'registered'; readonly modelId: string; readonly record: ModelRecord }
  | {
      readonly action: 'promoted';
      readonly modelId: string;
      /** Model that was in production before. */
      readonly replaced: string | null;
      /** What it was measured on beside the former one; absent for the first model, and where nothing was measured. */
      readonly evidence?: Evidence;
      /** Why it was promoted although it measured worse, or was not measured. */
      readonly reason?: string;
    }
  | {
      readonly action: 'rolled-back';
      /** Model that is in production again. */
      readonly modelId: string;
      readonly replaced: string;
      readonly reason?: string;
    };

/** One line of the audit log. Each holds the hash of the one before: a changed or missing line breaks the chain. */
export type AuditEntry = RegistryAction & {
  /** Which log: one a subject. */
  readonly log: 'models';
  /** From 1, without gaps. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** Hash of the entry before; of the first one 64 zeros. */
  readonly before: string;
  /** SHA-256 of everything else in this entry. */
  readonly hash: string;
};

/** What stands in place of a hash before the first entry. */
export const noEntryBefore = '0'.repeat(64);

/** The text whose SHA-256 is the entry's hash: its fields in the order of their names. */
export function hashedText(entry: Omit<AuditEntry, 'hash'> & { readonly hash?: string }): string {
  const { hash: _hash, ...rest } = entry;
  return canonicalJson(rest);
}
