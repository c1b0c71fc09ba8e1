import { z } from 'zod';
import type { FlightGeometry } from '../flight/manifest.ts';
import type { PhotoMetadata } from '../photo/metadata.ts';
import { numberOf, withoutUndefined } from '../photo/metadata-values.ts';
import { wrapLon } from './ellipsoid.ts';
import type { Flag } from './flags.ts';
import type { Distortion } from './lens.ts';
import { attitudeOfPhoto } from './pose-attitude.ts';
import { focalOfPhoto } from './pose-focal.ts';
import { heightFlag, heightOfPhoto, positionSigmaOf, type TerrainOptions } from './pose-position.ts';
import { axesOf } from './rotation.ts';
import { defaultSigma, type PoseSigma } from './sigma.ts';

/** Where each number of a pose came from. */
export interface PoseSource {
  readonly position: string;
  readonly height: string;
  readonly attitude: string;
  readonly focal: string;
}

/** Camera position and attitude of a photo. Pixels count from the top left corner's edge of the photo as stored. */
export interface Pose {
  readonly lat: number;
  readonly lon: number;
  readonly heightAboveGroundM: number;
  /** Clockwise from north. */
  readonly yawDeg: number;
  /** Up from the horizon; -90 looks straight down. */
  readonly pitchDeg: number;
  /** About the line of sight, clockwise. */
  readonly rollDeg: number;
  readonly focalPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Principal point; absent: the photo's centre. */
  readonly centre?: { readonly xPx: number; readonly yPx: number };
  /** Distortion that is still in the picture. */
  readonly lens?: Distortion;
  readonly sigma: PoseSigma;
  readonly source: PoseSource;
}

/** Lines of sight flatter than this, or upwards, meet no ground that could be placed. */
export const minDepressionDeg = 1;
export const minSinDepression = Math.sin((minDepressionDeg * Math.PI) / 180);

/**
 * The photo's pose, or the flags that say why it has none (it stays "unplaced": scored, but on no map).
 * @param metadata of `readMetadata`
 * @param size of the photo as stored
 * @param options `geometry` of flight.json; with a terrain, heights above take-off become heights above that ground
 */
export function poseOf(
  metadata: PhotoMetadata,
  size: { readonly widthPx: number; readonly heightPx: number },
  options: FlightGeometry & TerrainOptions = {},
): { readonly pose?: Pose; readonly flags: readonly Flag[] } {
  const flags = new Set<Flag>(metadata.flags);
  const raise = (flag: Flag) => void flags.add(flag);
  const position = positionSigmaOf(metadata, raise);
  const height = heightOfPhoto(metadata, options, raise);
  const attitude = attitudeOfPhoto(metadata, size, raise);
  const focal = focalOfPhoto(metadata, size, options, raise);
  if (position === undefined || height === undefined || attitude === undefined || focal === undefined) {
    return { flags: [...flags] };
  }
  const wrongHeight = heightFlag(height.heightM);
  if (wrongHeight !== undefined) {
    raise(wrongHeight);
    return { flags: [...flags] };
  }
  const pose = withoutUndefined<Pose>({
    ...position.place,
    heightAboveGroundM: height.heightM,
    yawDeg: attitude.yawDeg + (options.yawOffsetDeg ?? 0),
    pitchDeg: attitude.pitchDeg,
    rollDeg: attitude.rollDeg,
    focalPx: focal.focalPx,
    widthPx: size.widthPx,
    heightPx: size.heightPx,
    centre: focal.centre,
    lens: focal.lens,
    sigma: {
      horizontalM: position.sigmaM,
      heightM: height.sigmaM,
      ...attitude.sigma,
      focalPx: focal.sigmaPx,
    },
    source: {
      position: position.source,
      height: height.source,
      attitude: attitude.source,
      focal: focal.source,
    },
  });
  return { pose, flags: [...flags] };
}

/**
 * Metres of ground per pixel at the photo's centre; undefined when the centre shows no ground.
 * Oblique: along the central ray and across it, so that a tiling in metres fits the middle of the photo.
 */
export function gsdM(pose: Pose): number | undefined {
  const sinDepression = axesOf(pose).forward[2];
  if (sinDepression < minSinDepression) return undefined;
  return pose.heightAboveGroundM / (sinDepression * pose.focalPx);
}

/** A number, or a text that holds one, as in `"+10.30"`. */
const numeric = (schema: z.ZodNumber) =>
  z.preprocess((value) => (typeof value === 'string' ? (numberOf(value) ?? value) : value), schema);
const number = numeric(z.number());
const sigma = numeric(z.number().min(0)).optional();

/** A pose as stored or as written by a person: sigmas and sources may be left out and get their usual values. */
export const poseSchema = z
  .object({
    lat: numeric(z.number().min(-90).max(90)),
    lon: numeric(z.number().min(-360).max(360)),
    heightAboveGroundM: number,
    yawDeg: numeric(z.number().min(-720).max(720)),
    pitchDeg: numeric(z.number().min(-180).max(180)),
    rollDeg: numeric(z.number().min(-360).max(360)),
    focalPx: numeric(z.number().positive()),
    widthPx: numeric(z.number().positive()),
    heightPx: numeric(z.number().positive()),
    centre: z.object({ xPx: number, yPx: number }).optional(),
    lens: z.object({ k1: number, k2: number, p1: number, p2: number, k3: number }).optional(),
    sigma: z
      .object({
        horizontalM: sigma,
        heightM: sigma,
        yawDeg: sigma,
        pitchDeg: sigma,
        rollDeg: sigma,
        focalPx: sigma,
        coupling: z
          .object({
            eastYaw: number,
            northYaw: number,
            eastHeight: number,
            northHeight: number,
            yawHeight: number,
          })
          .optional(),
      })
      .optional(),
    source: z
      .object({ position: z.string(), height: z.string(), attitude: z.string(), focal: z.string() })
      .optional(),
  })
  .transform((given): Pose =>
    withoutUndefined<Pose>({
      ...given,
      lon: wrapLon(given.lon),
      sigma: {
        ...defaultSigma(given.heightAboveGroundM, given.focalPx),
        ...withoutUndefined<Partial<PoseSigma>>(given.sigma ?? {}),
      },
      source: given.source ?? { position: 'given', height: 'given', attitude: 'given', focal: 'given' },
    }),
  );
