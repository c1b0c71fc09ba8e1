import { makeEdgeNoise } from './ground/periodic-field.ts';
import { paintMaterials, type GroundMaterials } from './ground/materials.ts';
import { makeTerrain } from './ground/terrain.ts';
import { makeLook, type Season } from './look.ts';
import { growPlants, type Plant } from './plants.ts';
import { hashInts } from './random.ts';
import type { Land } from './scatter.ts';
import { paintLibrary, type SpriteLibrary } from './sprites/library.ts';

export interface SceneOptions {
  /** Decides everything that is not given. */
  readonly seed: number;
  /** Side of the square about (0, 0), in metres, where hogweed grows; the landscape itself has no edge. Default 200. */
  readonly extentM?: number;
  /** Default: by seed, four times in five summer. */
  readonly season?: Season | undefined;
  /** Default 60. */
  readonly plantsPerHa?: number | undefined;
  /** Share of the plants in stands, 0..1. Default 0.6. */
  readonly standShare?: number | undefined;
  /** Share of the plants in flower, 0..1. Default 0.65 in summer, 0 in spring. */
  readonly floweringShare?: number | undefined;
  /** How many trees and bushes there are: 0 none, 1 usual. Default: by seed. */
  readonly wood?: number | undefined;
  /** Size of the finest texel in metres: about 0.42 of the smallest ground size of a pixel to be rendered. Default 0.005. */
  readonly texelM?: number | undefined;
}

/**
 * A landscape with everything painted that is needed to render it: plain data, and typed arrays over shared memory,
 * so that it can be handed to threads as it is.
 */
export interface Scene extends PlantedLand {
  readonly materials: GroundMaterials;
  readonly sprites: SpriteLibrary;
  readonly edgeNoise: Uint8Array;
}

/** Side in texels of the square of edge noise. */
export const edgeNoisePx = 1024;

/** A landscape before anything is painted: enough to know where every plant stands. Takes milliseconds. */
export interface PlantedLand extends Land {
  readonly extentM: number;
  readonly plants: readonly Plant[];
}

/** The land and the plants of a seed. */
export function plantScene(options: SceneOptions): PlantedLand {
  const { seed, extentM = 200 } = options;
  const look = makeLook({ seed, season: options.season });
  const bySeed = makeTerrain(seed, look, extentM);
  const terrain = { ...bySeed, wood: options.wood ?? bySeed.wood };
  const land: Land = { seed, look, terrain };
  const plants = growPlants(land, {
    extentM,
    plantsPerHa: options.plantsPerHa ?? 60,
    standShare: options.standShare ?? 0.6,
    floweringShare: options.floweringShare ?? (look.season === 'summer' ? 0.65 : 0),
  });
  return { ...land, extentM, plants };
}

/** The scene of a seed, painted: the same options give the same scene on every machine. Takes seconds. */
export function makeScene(options: SceneOptions): Scene {
  const { seed, texelM = 0.005 } = options;
  const land = plantScene(options);
  const context = { seed, look: land.look, texelM };
  return {
    ...land,
    materials: paintMaterials(context),
    sprites: paintLibrary(context),
    edgeNoise: makeEdgeNoise(hashInts(seed, 0xed) & 0xffff, edgeNoisePx),
  };
}
