import { uploadKey } from '#core/flight/keys.ts';
import type { Run } from '#core/flight/run.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { checkTerrainSize, terrainMissing } from '#platform/terrain/terrain-error.ts';

/** The terrain that was read last: a function's next batch is mostly of the same flight. */
let kept: { readonly version: string; readonly terrain: Promise<Terrain> } | undefined;

/**
 * The ground heights of a flight whose flight.json names a terrain file; undefined for level ground.
 * @throws UmbelError `terrain.missing`, and what `readTerrain` throws
 */
export async function terrainOf(
  platform: Platform,
  { flightId, geometry }: Pick<Run, 'flightId' | 'geometry'>,
): Promise<Terrain | undefined> {
  const file = geometry?.terrainFile;
  if (file === undefined) return undefined;
  const ref = { bucket: requireEnvironment('uploadsBucket'), key: uploadKey(flightId, file) };
  const info = await platform.objects.head(ref);
  if (info === undefined) throw terrainMissing(file);
  checkTerrainSize(info.sizeBytes, file);
  const version = `${ref.key} ${info.etag}`;
  if (kept?.version !== version)
    kept = { version, terrain: platform.objects.get(ref).then((bytes) => read(bytes, file)) };
  return kept.terrain;
}

/** The reader is loaded by the flights that need it: few do, and it takes as long as a photo. */
async function read(bytes: Uint8Array, file: string): Promise<Terrain> {
  const { readTerrain } = await import('#platform/terrain/read-terrain.ts');
  return readTerrain(bytes, file);
}
