import { runPrefix } from '#core/flight/keys.ts';
import { photoLineSchema, type ReviewLine, type Run } from '#core/flight/run.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';
import type { ProgressLine } from '../progress.ts';
import type { ChosenTile } from './choose.ts';

/** Photos that one call of the function cuts tiles from, as the workflow hands them to it. */
const photosPerCall = 5;

/**
 * Puts tiles into the review queue: the function of the workflow cuts them at full resolution and asks.
 * @returns how many tiles were cut; of photos that were deleted meanwhile none are
 */
export async function askAbout(
  cloud: Pick<LocalCloud, 'invoke' | 'objects'>,
  runs: readonly Run[],
  chosen: readonly ChosenTile[],
  line: Pick<ProgressLine, 'stage' | 'add'>,
): Promise<number> {
  line.stage('Cutting review tiles', new Set(chosen.map(({ photoId }) => photoId)).size);
  let asked = 0;
  for (const run of runs) {
    const lines = await reviewLines(cloud, run, chosen);
    for (let start = 0; start < lines.length; start += photosPerCall) {
      const Items = lines.slice(start, start + photosPerCall);
      const answer = await cloud.invoke('umbel-cut-review-tiles', { BatchInput: { run }, Items });
      asked += (answer as { readonly tiles: number }).tiles;
      line.add(Items.length);
    }
  }
  return asked;
}

/** The photos of a run with the tiles of each that were chosen. */
async function reviewLines(
  { objects }: Pick<LocalCloud, 'objects'>,
  run: Run,
  chosen: readonly ChosenTile[],
): Promise<ReviewLine[]> {
  const own = chosen.filter(({ runId }) => runId === run.runId);
  const byPhoto = Map.groupBy(own, ({ photoId }) => photoId);
  const key = `${runPrefix(run.runId)}/photos.jsonl`;
  const bytes = await objects.get({ bucket: requireEnvironment('workBucket'), key });
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.flatMap((text): ReviewLine[] => {
    if (text === '') return [];
    const photo = photoLineSchema.parse(JSON.parse(text));
    const tiles = byPhoto.get(photo.photoId);
    if (tiles === undefined) return [];
    const indices = tiles.map(({ tile }) => tile).sort((a, b) => a - b);
    return [{ ...photo, tiles: indices.map((index) => ({ index, reason: 'uncertain' as const })) }];
  });
}
