import type { Look } from '../look.ts';
import { fractalNoise, smoothStep, valueNoise } from '../noise.ts';
import { createRandom, hashInts } from '../random.ts';

/** What covers the ground at a point, and how bright it is; each cover is a share from 0 (none) to 1 (nothing else). */
export interface GroundSample {
  water: number;
  gravel: number;
  soil: number;
  thatch: number;
  /** Share of tall sward within the grass. */
  sward: number;
  /** Factors on red, green and blue. */
  red: number;
  green: number;
  blue: number;
}

/** The lie of the land: a function of place, without edges. */
export interface Terrain {
  readonly seed: number;
  readonly dryness: number;
  /** How many trees and bushes there are: 0 none, 1 usual. */
  readonly wood: number;
  readonly stream: Course;
  readonly path: Course;
}

/** A meandering line across the land: at `along` metres in its direction it lies `offset` metres to the left of its axis. */
export interface Course {
  readonly throughEastM: number;
  readonly throughNorthM: number;
  readonly directionRad: number;
  readonly halfWidthM: number;
  readonly seed: number;
}

/** The terrain of a seed; stream and path pass within `extentM / 3` of the middle. */
export function makeTerrain(seed: number, look: Look, extentM: number): Terrain {
  const random = createRandom(hashInts(seed, 0x7e44));
  const course = (halfWidthM: number, index: number): Course => ({
    throughEastM: random.range(-1, 1) * (extentM / 3),
    throughNorthM: random.range(-1, 1) * (extentM / 3),
    directionRad: random.range(0, Math.PI),
    halfWidthM,
    seed: hashInts(seed, 0xc0, index),
  });
  return {
    seed: hashInts(seed, 0x9a),
    dryness: look.dryness,
    wood: random.range(0.25, 1.35),
    stream: course(random.range(0.5, 1.3), 0),
    path: course(random.range(0.7, 1.3), 1),
  };
}

/** Distance in metres from the middle of the course, across it; always positive. */
export function distanceToCourse(course: Course, eastM: number, northM: number): number {
  return Math.abs(acrossCourse(course, eastM, northM));
}

function acrossCourse(course: Course, eastM: number, northM: number): number {
  const cos = Math.cos(course.directionRad);
  const sin = Math.sin(course.directionRad);
  const dx = eastM - course.throughEastM;
  const dy = northM - course.throughNorthM;
  const along = dx * cos + dy * sin;
  const across = -dx * sin + dy * cos;
  const bend = 18 * (fractalNoise(along / 45, 0.5, course.seed, 3) - 0.5);
  return across - bend;
}

/** An empty sample, to be filled by `sampleGround` again and again. */
export function emptySample(): GroundSample {
  return { water: 0, gravel: 0, soil: 0, thatch: 0, sward: 0, red: 1, green: 1, blue: 1 };
}

/** Fills the sample for a place. */
export function sampleGround(terrain: Terrain, eastM: number, northM: number, out: GroundSample): void {
  const { seed, dryness } = terrain;
  const stream = distanceToCourse(terrain.stream, eastM, northM);
  const path = acrossCourse(terrain.path, eastM, northM);
  const damp = 1 - smoothStep(1, 9, stream);
  const broad = fractalNoise(eastM / 34, northM / 34, seed, 3);
  const middle = fractalNoise(eastM / 6, northM / 6, seed + 11, 3);
  const fine = valueNoise(eastM / 1.1, northM / 1.1, seed + 23);
  out.water = 1 - smoothStep(terrain.stream.halfWidthM - 0.25, terrain.stream.halfWidthM + 0.2, stream);
  // Two wheel tracks with grass between them.
  const track = Math.abs(Math.abs(path) - terrain.path.halfWidthM * 0.72);
  const verge = smoothStep(terrain.path.halfWidthM * 1.1, terrain.path.halfWidthM * 2.2, Math.abs(path));
  out.gravel = (1 - smoothStep(0.16, 0.42, track)) * (0.75 + 0.5 * middle);
  out.soil =
    smoothStep(0.6, 0.78, middle) * smoothStep(0.42, 0.62, broad) * 1.1 + 0.3 * (1 - verge) - 0.9 * damp;
  out.thatch = smoothStep(0.3, 0.75, dryness + (broad - 0.5) * 1.5 + (fine - 0.5) * 0.35 - 0.5 * damp);
  out.sward = smoothStep(0.4, 0.62, 0.55 * middle + 0.45 * (1 - broad) + 0.35 * damp) * verge;
  const bright = 0.86 + 0.26 * (middle - 0.5) + 0.2 * (broad - 0.5) + 0.16 * (fine - 0.5) + 0.1;
  const yellow = (broad - 0.5) * 0.22 + dryness * 0.08 - damp * 0.08;
  out.red = bright * (1 + yellow);
  out.green = bright;
  out.blue = bright * (1 - 0.5 * yellow);
}
