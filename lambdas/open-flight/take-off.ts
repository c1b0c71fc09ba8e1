import type { PhotoLine, Run } from '#core/flight/run.ts';
import type { LatLon } from '#core/photo/metadata-position.ts';
import { readMetadata } from '#core/photo/metadata.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';

/** Photos that are asked; the first ones of a flight mostly know where they are. */
const asked = 5;

/**
 * Where the drone may have taken off: the place of the flight's first photo that has one. Asked only of flights that
 * name a terrain, but no take-off: heights of photos count from there.
 */
export async function guessTakeOff(
  platform: Platform,
  { geometry }: Pick<Run, 'geometry'>,
  photos: readonly PhotoLine[],
): Promise<LatLon | undefined> {
  if (geometry?.terrainFile === undefined || geometry.takeOff !== undefined) return undefined;
  for (const { key } of photos.slice(0, asked)) {
    const bytes = await platform.objects.get({ bucket: requireEnvironment('uploadsBucket'), key });
    const { position } = readMetadata(bytes);
    if (position !== undefined) return position;
  }
  return undefined;
}
