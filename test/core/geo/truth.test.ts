import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { groundPoint } from '#core/geo/locate.ts';
import { poseOf, poseSchema, type Pose } from '#core/geo/pose.ts';
import { readMetadata } from '#core/photo/metadata.ts';

const data = process.env['UMBEL_SHARED_DATA'] ?? '../shared/data';

interface TiePoints {
  readonly pairs: readonly {
    readonly a: string;
    readonly b: string;
    readonly points: readonly (readonly [number, number, number, number])[];
  }[];
}

function distanceM(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const { latM, lonM } = degreeLengths(a.lat);
  return Math.hypot((a.lat - b.lat) * latM, (a.lon - b.lon) * lonM);
}

function ground(pose: Pose, u: number, v: number) {
  const point = groundPoint(pose, { u, v });
  if (!('lat' in point)) throw new Error(point.flag);
  return point;
}

function poseOfFile(file: string): Pose {
  const metadata = readMetadata(readFileSync(file));
  const size = { widthPx: metadata.storedWidthPx ?? 0, heightPx: metadata.storedHeightPx ?? 0 };
  const { pose, flags } = poseOf(metadata, size);
  if (pose === undefined) throw new Error(flags.join(' '));
  return pose;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return below + (above - below) * (at - Math.floor(at));
}

/** Median distance of the projections of each pair's points. */
function pairMedians(folder: string, tiePoints: string, turned: ReadonlySet<string> = new Set()): number[] {
  const { pairs }: TiePoints = JSON.parse(readFileSync(tiePoints, 'utf8'));
  const poses = new Map<string, Pose>();
  const poseNamed = (name: string): Pose => {
    const read = poses.get(name) ?? poseOfFile(`${folder}/${name}`);
    poses.set(name, read);
    return turned.has(name) ? { ...read, rollDeg: read.rollDeg + 180 } : read;
  };
  return pairs.map(({ a, b, points }) =>
    quantile(
      points.map(([ua, va, ub, vb]) => distanceM(ground(poseNamed(a), ua, va), ground(poseNamed(b), ub, vb))),
      0.5,
    ),
  );
}

const flagsOf = (file: string) => {
  const metadata = readMetadata(readFileSync(`${data}/${file}`));
  return poseOf(metadata, {
    widthPx: metadata.storedWidthPx ?? 0,
    heightPx: metadata.storedHeightPx ?? 0,
  });
};

describe.skipIf(!existsSync(data))('against the truth', () => {
  const rows = existsSync(data)
    ? readFileSync(`${data}/rtk_gcp/truth.csv`, 'utf8').trim().split(/\r?\n/)
    : [];
  const names = rows[0]?.split(',') ?? [];
  const usable = rows
    .slice(1)
    .map((row) => Object.fromEntries(row.split(',').map((value, i) => [names[i] ?? '', Number(value)])))
    .filter((row) => row['usable'] === 1);

  it('surveyed points: RMSE at most 0.40 m on the 34 usable rows', () => {
    expect(usable).toHaveLength(34);
    const squares = usable.map((row) => {
      const pose = poseSchema.parse({
        lat: row['cam_lat'],
        lon: row['cam_lon'],
        heightAboveGroundM: row['agl_m'],
        yawDeg: row['yaw_from_track_deg'],
        pitchDeg: row['pitch_fitted_deg'],
        rollDeg: row['roll_deg'],
        focalPx: row['focal_px'],
        widthPx: row['image_w'],
        heightPx: row['image_h'],
      });
      const point = ground(pose, row['pixel_x'] ?? 0, row['pixel_y'] ?? 0);
      return distanceM(point, { lat: row['gcp_lat'] ?? 0, lon: row['gcp_lon'] ?? 0 }) ** 2;
    });
    expect(Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)).toBeLessThan(0.4);
  });

  it('hogweed flight: tie points within 0.8 m', () => {
    expect(
      quantile(pairMedians(`${data}/hogweed/photos`, `${data}/hogweed/tiepoints.json`), 0.9),
    ).toBeLessThan(0.8);
  });

  it('Brighton Beach, told which photos were turned: within 5.4 m, at face value far off but flagged', () => {
    const turned = new Set(['DJI_0024.JPG', 'DJI_0025.JPG', 'DJI_0026.JPG', 'DJI_0027.JPG']);
    const folder = `${data}/brighton_beach`;
    expect(quantile(pairMedians(folder, `${folder}/tiepoints.json`, turned), 0.9)).toBeLessThan(5.4);
    expect(quantile(pairMedians(folder, `${folder}/tiepoints.json`), 0.9)).toBeGreaterThan(20);
    for (const name of turned) expect(poseOfFile(`${folder}/${name}`).sigma.yawDeg).toBe(180);
  });

  it('real traps: before the climb, gimbal lock, no GPS', () => {
    expect(flagsOf('hogweed/photos/0030.jpg')).toEqual({
      flags: ['clock.unset', 'attitude.gimbal-lock', 'height.too-low'],
    });
    expect(flagsOf('hogweed/photos/0225.jpg').flags).toContain('attitude.gimbal-lock');
    expect(flagsOf('hogweed/photos/0225.jpg').pose?.rollDeg).toBe(0);
    expect(flagsOf('no_gps/IMG_0037.jpg').pose).toBeUndefined();
    expect(flagsOf('no_gps/IMG_0037.jpg').flags).toContain('gps.missing');
  });
});
