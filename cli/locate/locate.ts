import { heightFlag } from '#core/geo/pose-position.ts';
import { tiltFlags } from '#core/geo/pose-attitude.ts';
import { poseOf, type Pose } from '#core/geo/pose.ts';
import type { Flag } from '#core/geo/flags.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { groundPoint } from '#core/geo/locate.ts';
import type { FlightGeometry } from '#core/flight/manifest.ts';
import { readMetadata } from '#core/photo/metadata.ts';
import { UmbelError } from '#core/errors.ts';

export interface Pixel {
  readonly u: number;
  readonly v: number;
}

/** A place with the radius that holds the true one with 68 % probability; all null where there is none: the flags say why. */
export interface LocatedPixel {
  readonly lat: number | null;
  readonly lon: number | null;
  readonly uncertaintyM: number | null;
  readonly flags: readonly Flag[];
}

/** A pose to locate with, or none, and everything unusual about it. */
export interface PlacedCamera {
  readonly pose?: Pose;
  readonly flags: readonly Flag[];
  /** Ground heights; absent: level ground. */
  readonly terrain?: Terrain | undefined;
}

/** The ground under each pixel. */
export function locate(camera: PlacedCamera, pixels: readonly Pixel[]): LocatedPixel[] {
  return pixels.map((pixel) => {
    if (camera.pose === undefined) return nowhere(camera.flags);
    const point = isInside(pixel, camera.pose) ? groundPoint(camera.pose, pixel, terrainOf(camera)) : outside;
    if ('flag' in point) return nowhere([...camera.flags, point.flag]);
    const { lat, lon, uncertaintyM } = point;
    return { lat, lon, uncertaintyM, flags: [...camera.flags, ...point.flags] };
  });
}

function terrainOf({ terrain }: PlacedCamera): { readonly terrain?: Terrain } {
  return terrain === undefined ? {} : { terrain };
}

const outside = { flag: 'ground.outside-photo' } as const;

function isInside({ u, v }: Pixel, pose: Pose): boolean {
  return u >= 0 && v >= 0 && u <= pose.widthPx && v <= pose.heightPx;
}

function nowhere(flags: readonly Flag[]): LocatedPixel {
  return { lat: null, lon: null, uncertaintyM: null, flags };
}

/** What the flight says of its photos' places. */
export interface FlightSetting {
  readonly geometry?: FlightGeometry | undefined;
  readonly terrain?: Terrain | undefined;
}

/**
 * The camera of a photo.
 * @param name for the error message
 * @throws UmbelError `photo.not-jpeg` when `bytes` is no JPEG, or ends before its size is told
 */
export function cameraOfPhoto(
  bytes: Uint8Array,
  name: string,
  { geometry, terrain }: FlightSetting = {},
): PlacedCamera {
  const metadata = readMetadata(bytes);
  const { storedWidthPx, storedHeightPx } = metadata;
  if (storedWidthPx === undefined || storedHeightPx === undefined) {
    throw new UmbelError({
      code: 'photo.not-jpeg',
      kind: 'bad-input',
      message: `${name} is not a JPEG photo, or only the beginning of one.`,
      hint: 'Give a photo as the drone stored it.',
    });
  }
  const size = { widthPx: storedWidthPx, heightPx: storedHeightPx };
  return { ...poseOf(metadata, size, { ...geometry, terrain }), terrain };
}

/** The camera of a pose that a person or a program wrote: taken as written, unless nothing can be placed from it. */
export function cameraOfPose(pose: Pose): PlacedCamera {
  const wrongHeight = heightFlag(pose.heightAboveGroundM);
  return wrongHeight === undefined ? { pose, flags: tiltFlags(pose) } : { flags: [wrongHeight] };
}
