import type { Run } from '#core/flight/run.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { workObject } from '../run-objects.ts';
import { recent } from './recent.ts';

/** Ids of photos that are kept, some 100 bytes each. */
const keptIds = recent<ReadonlySet<string>>(200_000, ({ size }) => size + 10);

/**
 * The photos that a run is about, by id: its list is written once, and never changed. Records of photos outlive runs, so
 * a file that was replaced has one too. Undefined where the list is gone, for lists of runs are not kept for ever.
 */
export async function photosOfRun({ objects }: Platform, run: Run): Promise<ReadonlySet<string> | undefined> {
  const kept = keptIds.get(run.runId);
  if (kept !== undefined) return kept;
  try {
    const text = new TextDecoder().decode(await objects.get(workObject(run, 'photos.jsonl')));
    const lines = text.split('\n').filter((line) => line !== '');
    const ids = new Set(lines.map((line) => (JSON.parse(line) as { readonly photoId: string }).photoId));
    keptIds.set(run.runId, ids);
    return ids;
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}
