import type { Pose } from './pose.ts';
import type { Terrain } from './terrain.ts';

/** A line of sight from the camera, and the length of a degree around it. */
export interface TerrainRay {
  readonly north: number;
  readonly east: number;
  readonly sink: number;
  readonly latM: number;
  readonly lonM: number;
}

/** Heights between two samples of a terrain are straight lines: finer steps than this find no more. */
const stepM = 2;
const maxSteps = 4000;
/** From one step to a millimetre; within that the ground is a straight line. */
const bisections = 11;

/**
 * Length of the ray (in units of itself) to where it first meets the terrain; undefined when it never does.
 * The camera stands `heightAboveGroundM` above the terrain below it. Where the terrain ends, its last height goes on.
 */
export function meetTerrain(terrain: Terrain, pose: Pose, ray: TerrainRay): number | undefined {
  const startM = terrain.heightAt(pose.lat, pose.lon);
  if (startM === undefined) return pose.heightAboveGroundM / ray.sink;
  const cameraM = startM + pose.heightAboveGroundM;
  let lastGroundM = startM;
  /** Height of the ray above the ground. */
  const clearance = (length: number): number => {
    const groundM = terrain.heightAt(
      pose.lat + (length * ray.north) / ray.latM,
      pose.lon + (length * ray.east) / ray.lonM,
    );
    lastGroundM = groundM ?? lastGroundM;
    return cameraM - length * ray.sink - lastGroundM;
  };
  const step = stepM / Math.hypot(ray.north, ray.east, ray.sink);
  // Down to the highest ground there is nothing to meet.
  const clear = terrain.highestM === undefined ? 0 : Math.max(0, (cameraM - terrain.highestM) / ray.sink);
  let before = clear;
  for (let i = 1; i <= maxSteps; i++) {
    const here = clear + i * step;
    if (clearance(here) <= 0) return bisect(clearance, before, here);
    before = here;
  }
  return undefined;
}

function bisect(clearance: (length: number) => number, above: number, below: number): number {
  let [high, low] = [above, below];
  for (let i = 0; i < bisections; i++) {
    const middle = (high + low) / 2;
    if (clearance(middle) > 0) high = middle;
    else low = middle;
  }
  const [over, under] = [clearance(high), clearance(low)];
  return over > under ? high + ((low - high) * over) / (over - under) : low;
}
