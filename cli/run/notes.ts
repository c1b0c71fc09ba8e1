import { formatTiling, type Tiling } from '#core/tiling/tiling.ts';
import { parseModelManifest } from '#core/model/package.ts';
import { modelKey } from '#core/flight/keys.ts';
import type { ObjectStore } from '#platform/ports.ts';

export interface NotedRun {
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly bucket: string;
  readonly modelId: string;
  /** True for the model that comes with Umbel. */
  readonly shipped: boolean;
  readonly simulated: boolean;
  /** What was asked for; absent: the model's own. */
  readonly tiling: Tiling | undefined;
}

/** What whoever reads the results of a run must know, in plain sentences. */
export async function notesOn(run: NotedRun): Promise<string[]> {
  const notes: string[] = [];
  if (run.shipped && !run.simulated) {
    notes.push(
      'The shipped model learned from simulated meadows only: expect false finds, and plants that it misses.',
    );
  }
  if (run.tiling === undefined) return notes;
  const file = await run.objects.get({ bucket: run.bucket, key: modelKey(run.modelId, 'model.json') });
  const own = formatTiling(parseModelManifest(new TextDecoder().decode(file)).tiling);
  const asked = formatTiling(run.tiling);
  if (asked !== own) {
    notes.push(`The model learned on tiles of ${own}; with ${asked} its confidences mean little.`);
  }
  return notes;
}
