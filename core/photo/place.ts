import { footprint } from '../geo/footprint.ts';
import { gsdM, type Pose, poseOf } from '../geo/pose.ts';
import type { TerrainOptions } from '../geo/pose-position.ts';
import type { FlightGeometry } from '../flight/manifest.ts';
import type { Tiling } from '../tiling/tiling.ts';
import { readMetadata } from './metadata.ts';
import type { TiledPhotoRecord } from './record.ts';

/**
 * Ground size of a pixel that is assumed when a tiling in metres meets a photo that tells none: a 20-MP camera of 24 mm
 * (35-mm equivalent) at 40 m. The photo is flagged.
 */
export const assumedGsdM = 0.011;

/** Where a photo lies, what it says about itself, and what is unusual about it. */
export type PhotoPlace = Pick<
  TiledPhotoRecord,
  'flags' | 'pose' | 'footprint' | 'gsdM' | 'capturedAt' | 'camera'
>;

/** What the flight says about its photos' places. */
export interface FlightPlace extends Pick<TerrainOptions, 'terrain' | 'assumedTakeOff'> {
  readonly geometry?: FlightGeometry | undefined;
  readonly sheet: { readonly tiling: Tiling };
}

/**
 * The place of a photo from its own metadata and what the flight says.
 * @param bytes the file, or its beginning up to the picture data
 */
export function placePhoto(
  bytes: Uint8Array,
  size: { readonly widthPx: number; readonly heightPx: number },
  flight: FlightPlace,
): PhotoPlace {
  const metadata = readMetadata(bytes);
  const { terrain, assumedTakeOff } = flight;
  const { pose, flags } = poseOf(metadata, size, { ...flight.geometry, terrain, assumedTakeOff });
  const outline = pose === undefined ? undefined : footprint(pose, undefined, terrain);
  const scale = scaleOf(pose, flight.sheet.tiling);
  const camera = [metadata.make, metadata.model].filter((part) => part !== undefined).join(' ');
  const allFlags = new Set<string>([...flags, ...(outline?.flags ?? []), ...scale.flags]);
  return {
    flags: [...allFlags],
    ...(pose === undefined ? {} : { pose }),
    ...(outline === undefined ? {} : { footprint: outline.ring }),
    ...(scale.gsdM === undefined ? {} : { gsdM: scale.gsdM }),
    ...(metadata.capturedAt === undefined ? {} : { capturedAt: metadata.capturedAt }),
    ...(camera === '' ? {} : { camera }),
  };
}

function scaleOf(pose: Pose | undefined, tiling: Tiling): { gsdM?: number; flags: readonly string[] } {
  const known = pose === undefined ? undefined : gsdM(pose);
  if (known !== undefined) return { gsdM: known, flags: [] };
  return 'sizeM' in tiling ? { gsdM: assumedGsdM, flags: ['scale.assumed'] } : { flags: [] };
}
