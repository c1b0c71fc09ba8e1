import { distanceToCourse, emptySample, sampleGround } from './ground/terrain.ts';
import { createRandom, hashInts, type Random } from './random.ts';
import { crownRadiusM, crownsInCell, woodCellM, type Land } from './scatter.ts';
import { hogweedRadiusM } from './sprites/hogweed.ts';
import { variantsOf } from './sprites/library.ts';
import type { Stamp } from './stamp.ts';

export type PlantKind = 'flowering' | 'rosette';

/** One giant hogweed plant: the ground truth. */
export interface Plant extends Stamp {
  readonly id: string;
  readonly kind: PlantKind;
  /** The dense group it grows in, or null for a plant of its own. */
  readonly standId: string | null;
  /** From its middle to the tip of its longest leaf, about. */
  readonly radiusM: number;
}

export interface PlantingOptions {
  /** Side of the square around the origin that is planted. */
  readonly extentM: number;
  readonly plantsPerHa: number;
  /** Share of the plants that grow in stands. */
  readonly standShare: number;
  /** Share of the plants in flower. */
  readonly floweringShare: number;
}

interface Bed {
  readonly land: Land;
  readonly options: PlantingOptions;
  readonly random: Random;
  readonly plants: Plant[];
  /** The plant in each cell of `cellM`, by `cellKey`. */
  readonly taken: Map<string, Plant>;
}

/** No two plants grow closer than this. */
const spacingM = 0.45;

/** Side of a cell that can hold only one of them: its diagonal is shorter than their spacing. */
const cellM = 0.3;

/** All plants of a scene: stands first, then single plants, until the wanted number stands; never on a path, in water or under a crown. */
export function growPlants(land: Land, options: PlantingOptions): Plant[] {
  const bed: Bed = {
    land,
    options,
    random: createRandom(hashInts(land.seed, 0x91a)),
    plants: [],
    taken: new Map(),
  };
  const wanted = Math.round((options.plantsPerHa * options.extentM ** 2) / 10_000);
  const inStands = Math.round(wanted * options.standShare);
  for (let stand = 1; bed.plants.length < inStands && stand <= wanted; stand++)
    growStand(bed, stand, inStands);
  for (let tries = 0; bed.plants.length < wanted && tries < wanted * 4; tries++) {
    plantAt(bed, anywhere(bed), null, bed.options.floweringShare);
  }
  return bed.plants;
}

function anywhere(bed: Bed): readonly [number, number] {
  const half = bed.options.extentM / 2;
  return [bed.random.range(-half, half), bed.random.range(-half, half)];
}

/** A dense group: 5 to 30 plants about a middle, closer than their leaves reach. */
function growStand(bed: Bed, stand: number, limit: number): void {
  const { random } = bed;
  const [east, north] = anywhere(bed);
  const count = Math.min(5 + random.int(26), limit - bed.plants.length);
  const spreadM = random.range(0.3, 0.6) * Math.sqrt(count);
  const share = Math.min(1, Math.max(0, bed.options.floweringShare + random.range(-0.35, 0.35)));
  const flowering = bed.options.floweringShare === 0 ? 0 : share;
  for (let i = 0; i < count; i++) {
    const place = [east + random.normal() * spreadM, north + random.normal() * spreadM] as const;
    plantAt(bed, place, `S${String(stand).padStart(3, '0')}`, flowering);
  }
}

function plantAt(
  bed: Bed,
  place: readonly [number, number],
  standId: string | null,
  floweringShare: number,
): void {
  const { random, options } = bed;
  const kind: PlantKind = random.chance(floweringShare) ? 'flowering' : 'rosette';
  const scale = kind === 'flowering' ? random.range(0.62, 1.3) : random.range(0.62, 1.38);
  const radiusM = hogweedRadiusM[kind] * scale;
  const variant = random.int(variantsOf(kind));
  const [turnRad, tone] = [random.range(-0.35, 0.35), random.range(0.88, 1)];
  const half = options.extentM / 2;
  const inside = Math.abs(place[0]) <= half && Math.abs(place[1]) <= half;
  if (!inside || !isFree(bed, place, radiusM)) return;
  const id = `P${String(bed.plants.length + 1).padStart(4, '0')}`;
  const plant: Plant = {
    id,
    kind,
    standId,
    radiusM,
    variant,
    eastM: place[0],
    northM: place[1],
    turnRad,
    scale,
    tone,
  };
  bed.plants.push(plant);
  bed.taken.set(cellKey(plant.eastM, plant.northM), plant);
}

/** True where a plant can stand: open ground, no crown above it, and no other plant on the same spot. */
function isFree(bed: Bed, place: readonly [number, number], radiusM: number): boolean {
  const [east, north] = place;
  const sample = emptySample();
  const { terrain } = bed.land;
  sampleGround(terrain, east, north, sample);
  const onPath = distanceToCourse(terrain.path, east, north) < terrain.path.halfWidthM + 0.3;
  if (sample.water > 0 || onPath) return false;
  const cellX = Math.floor(east / woodCellM);
  const cellY = Math.floor(north / woodCellM);
  for (let y = cellY - 1; y <= cellY + 1; y++) {
    for (let x = cellX - 1; x <= cellX + 1; x++) {
      for (const crown of crownsInCell(bed.land, x, y)) {
        const away = Math.hypot(crown.eastM - east, crown.northM - north);
        if (away < crownRadiusM[crown.kind] * crown.scale + 0.7 * radiusM) return false;
      }
    }
  }
  return neighbours(bed, place).every(
    (plant) => Math.hypot(plant.eastM - east, plant.northM - north) > spacingM,
  );
}

/** The plants that may be closer to a place than `spacingM`. */
function neighbours(bed: Bed, [east, north]: readonly [number, number]): Plant[] {
  const found: Plant[] = [];
  for (let y = -2; y <= 2; y++) {
    for (let x = -2; x <= 2; x++) {
      const plant = bed.taken.get(cellKey(east + x * cellM, north + y * cellM));
      if (plant !== undefined) found.push(plant);
    }
  }
  return found;
}

function cellKey(eastM: number, northM: number): string {
  return `${Math.floor(eastM / cellM)},${Math.floor(northM / cellM)}`;
}
