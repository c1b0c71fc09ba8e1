import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { poseSchema, type Pose } from '#core/geo/pose.ts';
import { projector } from '#core/geo/project.ts';
import { axesOf } from '#core/geo/rotation.ts';
import type { MillionMerge } from './merge-million.ts';
import type { BenchRow } from './table.ts';

/** Tiles of a photo, and photos: a million tile centres. */
const tiles = { cols: 40, rows: 25 };
const photos = 1_000;
const size = { widthPx: 5472, heightPx: 3648 };
/** Both loops are run so often, in turns; the best time of each counts. */
const turns = 25;

/** Putting a million tiles on the ground, and merging a million detections, against plain loops over the same arithmetic. */
export function benchGeo(): Promise<BenchRow[]> {
  return Promise.resolve([projection(), ...merging()]);
}

function projection(): BenchRow {
  const poses = Array.from({ length: photos }, (_, i) => poseOf(i));
  const places = 2 * tiles.cols * tiles.rows;
  const [product, plain] = [new Float64Array(places), new Float64Array(places)];
  let [productMs, plainMs] = [Infinity, Infinity];
  for (let turn = 0; turn < turns; turn++) {
    productMs = Math.min(
      productMs,
      timed(() => projectAll(poses, product)),
    );
    plainMs = Math.min(
      plainMs,
      timed(() => projectPlainly(poses, plain)),
    );
  }
  const apart = product.reduce((most, place, i) => Math.max(most, Math.abs(place - plain[i]!)), 0);
  if (!(apart < 1e-9)) throw new Error(`The loops disagree by ${apart} degrees.`);
  return {
    name: 'geo: projection of 1 M tiles / plain loop',
    value: productMs / plainMs,
    atMost: 1.3,
    detail: `${productMs.toFixed(0)} ms; plain ${plainMs.toFixed(0)} ms`,
  };
}

function poseOf(i: number): Pose {
  const angles = { yawDeg: (i * 37) % 360, pitchDeg: -90 + (i % 30), rollDeg: (i % 7) - 3 };
  const place = { lat: 55 + i * 1e-5, lon: 12 + i * 1e-5, heightAboveGroundM: 30 + (i % 20) };
  return poseSchema.parse({ ...place, ...angles, focalPx: 3648, ...size });
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Writes the places of all tile centres of the photos, one photo over the other; NaN where there is no ground. */
function projectAll(poses: readonly Pose[], out: Float64Array): void {
  for (const pose of poses) {
    const camera = projector(pose);
    let at = 0;
    for (let row = 0; row < tiles.rows; row++) {
      const v = ((row + 0.5) * size.heightPx) / tiles.rows;
      for (let col = 0; col < tiles.cols; col++, at += 2) {
        const u = ((col + 0.5) * size.widthPx) / tiles.cols;
        if (!camera.ground(u, v, out, at)) out[at] = out[at + 1] = Number.NaN;
      }
    }
  }
}

/** The same numbers by a loop without any structure: line of sight, horizon, ground, degrees. */
function projectPlainly(poses: readonly Pose[], out: Float64Array): void {
  const minSin = Math.sin(Math.PI / 180);
  for (const pose of poses) {
    const { forward, right, down } = axesOf(pose);
    const { latM, lonM } = degreeLengths(pose.lat);
    let at = 0;
    for (let row = 0; row < tiles.rows; row++) {
      const v = ((row + 0.5) * size.heightPx) / tiles.rows;
      for (let col = 0; col < tiles.cols; col++, at += 2) {
        const u = ((col + 0.5) * size.widthPx) / tiles.cols;
        const x = (u - size.widthPx / 2) / pose.focalPx;
        const y = (v - size.heightPx / 2) / pose.focalPx;
        const north = forward[0] + x * right[0] + y * down[0];
        const east = forward[1] + x * right[1] + y * down[1];
        const sink = forward[2] + x * right[2] + y * down[2];
        if (!(sink > minSin * Math.sqrt(north * north + east * east + sink * sink))) {
          out[at] = out[at + 1] = Number.NaN;
          continue;
        }
        const length = pose.heightAboveGroundM / sink;
        const lon = pose.lon + (length * east) / lonM;
        out[at] = pose.lat + (length * north) / latM;
        out[at + 1] = lon >= -180 && lon < 180 ? lon : lon - 360;
      }
    }
  }
}

/** In a process of its own, whose memory is the merge's alone. */
function merging(): BenchRow[] {
  const script = fileURLToPath(new URL('merge-million.ts', import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}`);
  const { merge, plainMs } = JSON.parse(stdout) as MillionMerge;
  const detail = `${merge.detections} detections, ${merge.sightings} sightings`;
  return [
    { name: 'geo: merging 1 M detections, s', value: merge.tookMs / 1000, atMost: 60, detail },
    { name: 'geo: merging 1 M detections, GB', value: merge.peakRssMb / 1000, atMost: 2 },
    {
      name: 'geo: merging / plain loop over all pairs',
      value: merge.tookMs / plainMs,
      atMost: 25,
      detail: `plain ${plainMs.toFixed(0)} ms`,
    },
  ];
}
