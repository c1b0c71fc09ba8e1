import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { poseOf, poseSchema, type Pose } from '#core/geo/pose.ts';
import { turnedPose } from '#core/geo/turn.ts';
import { readMetadata } from '#core/photo/metadata.ts';
import { distanceM, ground, tiePointsApartM } from './tie-points.ts';

const data = process.env['UMBEL_SHARED_DATA'] ?? '../shared/data';

function placed(file: string): ReturnType<typeof poseOf> {
  const metadata = readMetadata(readFileSync(file));
  return poseOf(metadata, { widthPx: metadata.storedWidthPx ?? 0, heightPx: metadata.storedHeightPx ?? 0 });
}

/** The poses of a folder's photos as they state them, those of some turned by half a turn. */
function posesOf(folder: string, turned: ReadonlySet<string> = new Set()): Map<string, Pose> {
  const named = readdirSync(folder).flatMap((name) => {
    const { pose } = placed(`${folder}/${name}`);
    return pose === undefined ? [] : [[name, turned.has(name) ? turnedPose(pose) : pose] as const];
  });
  return new Map(named);
}

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
      tiePointsApartM(`${data}/hogweed/tiepoints.json`, posesOf(`${data}/hogweed/photos`)).p90,
    ).toBeLessThan(0.8);
  });

  it('Brighton Beach, told which photos were turned: within 5.4 m, at face value far off but flagged', () => {
    const turned = new Set(['DJI_0024.JPG', 'DJI_0025.JPG', 'DJI_0026.JPG', 'DJI_0027.JPG']);
    const folder = `${data}/brighton_beach`;
    expect(tiePointsApartM(`${folder}/tiepoints.json`, posesOf(folder, turned)).p90).toBeLessThan(5.4);
    expect(tiePointsApartM(`${folder}/tiepoints.json`, posesOf(folder)).p90).toBeGreaterThan(20);
    for (const name of turned) expect(placed(`${folder}/${name}`).pose?.sigma.yawDeg).toBe(180);
  });

  it('real traps: before the climb, gimbal lock, no GPS', () => {
    expect(placed(`${data}/hogweed/photos/0030.jpg`)).toEqual({
      flags: ['clock.unset', 'attitude.gimbal-lock', 'height.too-low'],
    });
    expect(placed(`${data}/hogweed/photos/0225.jpg`).flags).toContain('attitude.gimbal-lock');
    expect(placed(`${data}/hogweed/photos/0225.jpg`).pose?.rollDeg).toBe(0);
    expect(placed(`${data}/no_gps/IMG_0037.jpg`).pose).toBeUndefined();
    expect(placed(`${data}/no_gps/IMG_0037.jpg`).flags).toContain('gps.missing');
  });
});
