import { emptySample, distanceToCourse, sampleGround, type Terrain } from './ground/terrain.ts';
import type { Look } from './look.ts';
import { fractalNoise, smoothStep, valueNoise } from './noise.ts';
import { createRandom, hashInts, type Random } from './random.ts';
import { variantsOf, type SpriteKind } from './sprites/library.ts';
import type { Stamp } from './stamp.ts';

/** Side of the cells in metres that herbs are strewn in. */
export const herbCellM = 2;
/** Side of the cells in metres that bushes and trees are strewn in. */
export const woodCellM = 12;

const herbsPerCell = 4;
const woodsPerCell = 3;

/** What strewing depends on. */
export interface Land {
  readonly seed: number;
  readonly look: Look;
  readonly terrain: Terrain;
}

/** Radius in metres of the crowns as painted at scale 1. */
export const crownRadiusM = { tree: 4, bush: 1.5, elder: 1.45 } as const;

export type CrownKind = keyof typeof crownRadiusM;

export interface Crown extends Stamp {
  readonly kind: CrownKind;
}

function stampAt(random: Random, kind: SpriteKind, place: readonly [number, number], scale: number): Stamp {
  return {
    kind,
    variant: random.int(variantsOf(kind)),
    eastM: place[0],
    northM: place[1],
    turnRad: random.range(-0.35, 0.35),
    scale,
    tone: random.range(0.84, 1),
  };
}

/** The herbs, flowers and stones of one cell: the same for every caller, whatever else was asked before. */
export function herbsInCell(land: Land, cellX: number, cellY: number): Stamp[] {
  const random = createRandom(hashInts(land.seed, 0x4e, cellX, cellY));
  const sample = emptySample();
  const stamps: Stamp[] = [];
  for (let i = 0; i < herbsPerCell; i++) {
    const east = (cellX + random.next()) * herbCellM;
    const north = (cellY + random.next()) * herbCellM;
    sampleGround(land.terrain, east, north, sample);
    const kind = herbKind(land, random, [east, north]);
    if (kind === undefined || sample.water > 0.1) continue;
    if ((sample.gravel > 0.2 || sample.soil > 0.6) && kind !== 'stones') continue;
    // Cow parsley in a drift grows into one another.
    const largest = kind === 'cowParsley' ? 1.5 : 1.2;
    stamps.push(stampAt(random, kind, [east, north], random.range(0.65, largest)));
  }
  return stamps;
}

/** Which herb grows at a place: each kind has its own patches. */
function herbKind(land: Land, random: Random, place: readonly [number, number]): SpriteKind | undefined {
  const [east, north] = place;
  const patch = (lengthM: number, salt: number): number =>
    fractalNoise(east / lengthM, north / lengthM, hashInts(land.seed, salt) & 0xffff, 2);
  const damp = 1 - smoothStep(2, 10, distanceToCourse(land.terrain.stream, east, north));
  const roll = random.next();
  if (patch(11, 1) > 0.66 - 0.05 * damp && roll < 0.85) return 'cowParsley';
  if (patch(9, 2) > 0.7 - 0.12 * damp && roll < 0.9) return 'nettles';
  if (patch(13, 3) > 0.68 && roll < 0.5) return 'daisies';
  if (patch(10, 4) > 0.64 && roll < 0.55) return 'buttercups';
  if (roll < 0.014 + 0.06 * damp) return 'burdock';
  if (roll < 0.1) return 'dock';
  if (roll < 0.108) return 'stones';
  return roll < 0.36 ? 'tuft' : undefined;
}

/** The trees and bushes of one cell. */
export function crownsInCell(land: Land, cellX: number, cellY: number): Crown[] {
  const random = createRandom(hashInts(land.seed, 0x3007, cellX, cellY));
  const crowns: Crown[] = [];
  for (let i = 0; i < woodsPerCell; i++) {
    const east = (cellX + random.next()) * woodCellM;
    const north = (cellY + random.next()) * woodCellM;
    const roll = random.next();
    const scale = random.range(0.6, 1.2);
    const wood = valueNoise(east / 38, north / 38, hashInts(land.seed, 0x30) & 0xffff);
    const damp = 1 - smoothStep(3, 12, distanceToCourse(land.terrain.stream, east, north));
    const density = land.terrain.wood * (smoothStep(0.55, 0.9, wood) * 0.75 + 0.05 + 0.12 * damp);
    const kind = crownKind(roll, density);
    const free = clearOfCourses(land.terrain, [east, north], crownRadiusM[kind ?? 'bush'] * scale);
    if (kind !== undefined && free) crowns.push({ ...stampAt(random, kind, [east, north], scale), kind });
  }
  return crowns;
}

function crownKind(roll: number, density: number): CrownKind | undefined {
  if (roll >= density) return undefined;
  const share = roll / density;
  if (share < 0.34) return 'tree';
  return share < 0.72 ? 'bush' : 'elder';
}

/** True if nothing of `radiusM` about the place would hang over the path or the stream's middle. */
function clearOfCourses(terrain: Terrain, place: readonly [number, number], radiusM: number): boolean {
  const path = distanceToCourse(terrain.path, place[0], place[1]);
  const stream = distanceToCourse(terrain.stream, place[0], place[1]);
  return path > terrain.path.halfWidthM + 0.8 * radiusM && stream > 0.6 * radiusM;
}
