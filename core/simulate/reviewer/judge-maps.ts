import { type Interval, interval95, resampleUnits, resampleWeights } from '../../model/evaluate/resample.ts';
import { eastM, groundFrameOf, northM } from '../../sighting/ground-frame.ts';
import { isStanding } from '../../sighting/review-state.ts';
import type { Sighting } from '../../sighting/sighting.ts';
import type { TruePlant } from './truth-file.ts';

/** How good a map is, by the truth. */
export interface MapFigures {
  readonly sightings: number;
  /** Sightings that are plants. */
  readonly precision: number;
  /** Plants that are on the map. */
  readonly recall: number;
  readonly f1: number;
}

/** Two maps of the same ground, judged by the truth. */
export interface JudgedMaps {
  readonly plants: number;
  readonly before: MapFigures;
  readonly after: MapFigures;
  /** F1 after less before; its interval and p-value from a paired bootstrap over cells of ground. */
  readonly f1: { readonly difference: number; readonly interval: Interval; readonly pValue: number };
  readonly cells: number;
}

/** A sighting within this of a plant is that plant, metres, or within twice its own uncertainty. */
const reachM = 2.5;
/** Ground that is drawn as a whole: a plant and the sightings of it lie in it together. */
const cellM = 10;
const resamples = 2_000;

/** One thing on the ground: a plant, or a sighting of one of the maps. */
interface Thing {
  readonly cell: string;
  readonly kind: 'plant' | 'before' | 'after';
  /** Of a sighting: whether it is a plant. Of a plant: on which maps it is. */
  readonly hit: { readonly before: boolean; readonly after: boolean };
}

/**
 * How two maps of the same ground compare with the truth. Plants that no photo shows do not count, sightings that people
 * rejected are not on a map. Every resample of ground is given to both maps.
 * Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap", sections 13.3 and 16.2.
 */
export function judgeMaps(
  plants: readonly TruePlant[],
  maps: { readonly before: readonly Sighting[]; readonly after: readonly Sighting[] },
  seed = 1,
): JudgedMaps {
  const things = thingsOf(
    plants.filter(({ seenIn }) => seenIn.some(({ inside }) => inside)),
    { before: maps.before.filter(isStanding), after: maps.after.filter(isStanding) },
  );
  const units = resampleUnits(things.map(({ cell }) => cell));
  const difference = (weights: ArrayLike<number>) =>
    figuresOf(things, weights, 'after').f1 - figuresOf(things, weights, 'before').f1;
  // One by one: the generator fills the same array anew.
  const differences: number[] = [];
  for (const weights of resampleWeights(units, resamples, seed)) differences.push(difference(weights));
  const once = new Uint32Array(things.length).fill(1);
  const below = differences.filter((value) => value <= 0).length;
  const above = differences.filter((value) => value >= 0).length;
  return {
    plants: things.filter(({ kind }) => kind === 'plant').length,
    before: figuresOf(things, once, 'before'),
    after: figuresOf(things, once, 'after'),
    f1: {
      difference: difference(once),
      interval: interval95(differences),
      pValue: Math.min(1, (2 * (Math.min(below, above) + 1)) / (differences.length + 1)),
    },
    cells: units.count,
  };
}

function thingsOf(
  plants: readonly TruePlant[],
  maps: { readonly before: readonly Sighting[]; readonly after: readonly Sighting[] },
): Thing[] {
  const frame = groundFrameOf([...plants, ...maps.before, ...maps.after]);
  const placeOf = ({ lat, lon }: { lat: number; lon: number }) =>
    [eastM(frame, lon), northM(frame, lat)] as const;
  const isNear = (plant: TruePlant, sighting: Sighting) => {
    const [[px, py], [sx, sy]] = [placeOf(plant), placeOf(sighting)];
    const stand = sighting.stand === undefined ? 0 : Math.sqrt(sighting.stand.areaM2 / Math.PI);
    return Math.hypot(px - sx, py - sy) <= Math.max(reachM, 2 * sighting.uncertaintyM) + stand;
  };
  const cellOf = (thing: { lat: number; lon: number }) =>
    placeOf(thing)
      .map((metres) => Math.floor(metres / cellM))
      .join('.');
  const found = (plant: TruePlant, map: readonly Sighting[]) =>
    map.some((sighting) => isNear(plant, sighting));
  const sightings = (['before', 'after'] as const).flatMap((kind) =>
    maps[kind].map((sighting): Thing => {
      const isPlant = plants.some((plant) => isNear(plant, sighting));
      return { cell: cellOf(sighting), kind, hit: { before: isPlant, after: isPlant } };
    }),
  );
  return [
    ...plants.map((plant): Thing => ({
      cell: cellOf(plant),
      kind: 'plant',
      hit: { before: found(plant, maps.before), after: found(plant, maps.after) },
    })),
    ...sightings,
  ];
}

function figuresOf(
  things: readonly Thing[],
  weights: ArrayLike<number>,
  map: 'before' | 'after',
): MapFigures {
  let [plants, found, sightings, right] = [0, 0, 0, 0];
  for (const [i, { kind, hit }] of things.entries()) {
    const weight = weights[i]!;
    if (kind === 'plant') {
      plants += weight;
      if (hit[map]) found += weight;
    } else if (kind === map) {
      sightings += weight;
      if (hit[map]) right += weight;
    }
  }
  const precision = sightings === 0 ? 0 : right / sightings;
  const recall = plants === 0 ? 0 : found / plants;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { sightings, precision, recall, f1 };
}
