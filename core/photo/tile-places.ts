import { degreeLengths, wrapLon } from '../geo/ellipsoid.ts';
import { projector } from '../geo/project.ts';
import { ownHeightM } from '../geo/overlap/aligned-sigma.ts';
import type { Pose } from '../geo/pose.ts';
import type { Terrain } from '../geo/terrain.ts';
import { errorModel, errorRadii, type PixelSpread } from '../geo/uncertainty.ts';
import type { TilePlan } from '../tiling/plan.ts';

/** Where a photo's tiles lie on the ground; NaN for tiles that show none. */
export interface TilePlaces {
  readonly lat: Float64Array;
  readonly lon: Float64Array;
  /** Radius that holds the plant with 68 % probability, metres. */
  readonly uncertaintyM: Float64Array;
}

export interface PlantInTile {
  /** x and y in 0..1 of each tile; absent: anywhere in it. */
  readonly locations: Float32Array | undefined;
  /** One sigma of `locations` along each axis, as a share of the tile. */
  readonly sigmaShare: number;
}

/** One sigma of "anywhere in the tile" along each axis, as a share of the tile: the uniform distribution's 1/sqrt(12). */
export const anywhereSigmaShare = 1 / Math.sqrt(12);

/**
 * The ground places of the plants that a photo's tiles may show.
 * @param terrain ground heights; absent: level ground below the camera
 */
export function placeTiles(pose: Pose, plan: TilePlan, plant: PlantInTile, terrain?: Terrain): TilePlaces {
  const count = plan.cols * plan.rows;
  const places = emptyPlaces(count);
  const place = tilePlacer({ pose, plan, plant, terrain });
  for (let tile = 0; tile < count; tile++) place(tile, places, tile);
  return places;
}

/** Where the plant of one tile stands, and the radius that holds it with 68 % probability. */
export interface TilePlace {
  readonly lat: number;
  readonly lon: number;
  readonly uncertaintyM: number;
}

/** The ground place of the plant of one tile as `placeTiles` tells it; undefined for a tile that shows no ground. */
export function placeTile(
  pose: Pose,
  plan: TilePlan,
  { tile, ...plant }: PlantInTile & { readonly tile: number },
  terrain?: Terrain,
): TilePlace | undefined {
  const places = emptyPlaces(1);
  tilePlacer({ pose, plan, plant, terrain })(tile, places, 0);
  const [lat = Number.NaN, lon = 0, uncertaintyM = 0] = [
    places.lat[0],
    places.lon[0],
    places.uncertaintyM[0],
  ];
  return Number.isNaN(lat) ? undefined : { lat, lon, uncertaintyM };
}

function emptyPlaces(count: number): TilePlaces {
  return {
    lat: new Float64Array(count),
    lon: new Float64Array(count),
    uncertaintyM: new Float64Array(count),
  };
}

interface PhotoOnGround {
  readonly pose: Pose;
  readonly plan: TilePlan;
  readonly plant: PlantInTile;
  readonly terrain: Terrain | undefined;
}

/** Writes the place of a tile into lists of places. */
function tilePlacer({ pose, plan, plant, terrain }: PhotoOnGround) {
  const camera = projector(pose, terrain);
  const { latM, lonM } = degreeLengths(pose.lat);
  const errorAt = errorModel(pose, spreadOf(plan, plant));
  const point = new Float64Array(3);
  const covariance = new Float64Array(3);
  return (tile: number, places: TilePlaces, at: number): void => {
    const u = plan.leftsPx[tile % plan.cols]! + plan.tileWidthPx * (plant.locations?.[tile * 2] ?? 0.5);
    const v =
      plan.topsPx[Math.floor(tile / plan.cols)]! +
      plan.tileHeightPx * (plant.locations?.[tile * 2 + 1] ?? 0.5);
    if (!camera.offset(u, v, point, 0)) {
      places.lat[at] = places.lon[at] = places.uncertaintyM[at] = Number.NaN;
      return;
    }
    errorAt(point, covariance);
    places.uncertaintyM[at] = errorRadii({
      north2: covariance[0]!,
      northEast: covariance[1]!,
      east2: covariance[2]!,
    }).uncertaintyM;
    places.lat[at] = pose.lat + point[0]! / latM;
    places.lon[at] = wrapLon(pose.lon + point[1]! / lonM);
  };
}

/**
 * Of the uncertainty of a plant in a tile what neighbouring photos share after they were fitted together: they put the
 * same ground in the same place, so their places, directions and heights are wrong by the same. What each photo has for
 * itself averages out: a little of its height, and where in the tile the plant stands.
 * @returns the radius that holds the plant with 68 % probability, as a function of the tile; NaN where it shows no ground
 */
export function commonUncertaintyOf(pose: Pose, plan: TilePlan, terrain?: Terrain): (tile: number) => number {
  const camera = projector(pose, terrain);
  const { heightM } = pose.sigma;
  const sharedHeightM = Math.sqrt(Math.max(0, heightM * heightM - ownHeightM * ownHeightM));
  const errorAt = errorModel({ ...pose, sigma: { ...pose.sigma, heightM: sharedHeightM, focalPx: 0 } });
  const point = new Float64Array(3);
  const covariance = new Float64Array(3);
  return (tile) => {
    const u = plan.leftsPx[tile % plan.cols]! + plan.tileWidthPx / 2;
    const v = plan.topsPx[Math.floor(tile / plan.cols)]! + plan.tileHeightPx / 2;
    if (!camera.offset(u, v, point, 0)) return Number.NaN;
    errorAt(point, covariance);
    const [north2 = 0, northEast = 0, east2 = 0] = covariance;
    return errorRadii({ north2, northEast, east2 }).uncertaintyM;
  };
}

function spreadOf(plan: TilePlan, { locations, sigmaShare }: PlantInTile): PixelSpread {
  const share = locations === undefined ? anywhereSigmaShare : sigmaShare;
  return { sigmaUPx: plan.tileWidthPx * share, sigmaVPx: plan.tileHeightPx * share };
}
