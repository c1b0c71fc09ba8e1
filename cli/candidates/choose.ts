import type { Run } from '#core/flight/run.ts';
import type { TiledPhotoRecord } from '#core/photo/record.ts';
import { chooseCandidates, drawCandidates, unsurest } from '#core/review/candidates.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';
import { type CandidateTables, type OpenTile, openTilesOf } from '#platform/review/label-candidates.ts';
import { looksOf } from '#platform/review/tile-looks.ts';
import type { ProgressLine } from '../progress.ts';

export type ChosenTile = OpenTile;

export interface Choosing {
  readonly count: number;
  readonly seed: number;
  /** Draws at random. */
  readonly random: boolean;
  readonly line: Pick<ProgressLine, 'stage' | 'add'>;
}

type Cloud = Pick<LocalCloud, 'objects'> & { readonly tables: CandidateTables };

/** The tiles of some runs to label next, and how many there were without an answer. */
export async function chooseTiles(
  cloud: Cloud,
  runs: readonly Run[],
  { count, seed, random, line }: Choosing,
): Promise<{ readonly chosen: readonly ChosenTile[]; readonly open: number }> {
  const tiles: OpenTile[] = [];
  const photos = new Map<string, { readonly run: Run; readonly record: TiledPhotoRecord }>();
  for (const run of runs) {
    for await (const { record, tiles: open } of openTilesOf(cloud.tables, run)) {
      photos.set(`${run.runId}/${record.photoId}`, { run, record });
      for (const tile of open) tiles.push(tile);
    }
  }
  if (random) return { chosen: drawCandidates(tiles, count, seed), open: tiles.length };
  // Only the unsurest can be chosen: pictures of others need not be read.
  const pool = unsurest(tiles, count, seed);
  const looked = await withLooks(cloud, pool, photos, line);
  return { chosen: chooseCandidates(looked, count, seed), open: tiles.length };
}

async function withLooks(
  { objects }: Cloud,
  pool: readonly OpenTile[],
  photos: ReadonlyMap<string, { readonly run: Run; readonly record: TiledPhotoRecord }>,
  line: Choosing['line'],
): Promise<OpenTile[]> {
  const store = { objects, bucket: requireEnvironment('workBucket') };
  const byPhoto = Map.groupBy(pool, ({ runId, photoId }) => `${runId}/${photoId}`);
  line.stage('Looking at tiles', byPhoto.size);
  const looked: OpenTile[] = [];
  for (const [key, tiles] of byPhoto) {
    const looks = await looksOf(store, { ...photos.get(key)!, tiles: tiles.map(({ tile }) => tile) });
    for (const tile of tiles) {
      const look = looks?.get(tile.tile);
      looked.push(look === undefined ? tile : { ...tile, look });
    }
    line.add(1);
  }
  return looked;
}
