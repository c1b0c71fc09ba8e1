import { describe, expect, it } from 'vitest';
import { localFrame } from '#core/geo/local-frame.ts';
import { neighbourPairs } from '#core/geo/overlap/neighbours.ts';
import type { Pose } from '#core/geo/pose.ts';
import { samplePose } from '../sample-pose.ts';

const frame = localFrame({ lat: 56.1, lon: 9.5 });
/** A photo of 60 x 40 m of ground around a place. */
const photoAt = (eastM: number, northM: number): Pose =>
  samplePose({ lat: frame.lat(northM), lon: frame.lon(eastM) });

/** Lines to the north that lie `acrossM` apart, a photo every `alongM`. */
function survey(
  lines: number,
  perLine: number,
  { acrossM, alongM }: { acrossM: number; alongM: number },
): Pose[] {
  return Array.from({ length: lines * perLine }, (_, i) =>
    photoAt(Math.floor(i / perLine) * acrossM, (i % perLine) * alongM),
  );
}

describe('partners of photos', () => {
  it('tie lines together although photos on a line overlap more', () => {
    // 80 % along the lines, twice that far still 60 %, but 45 % to the next line.
    const poses = survey(4, 8, { acrossM: 33, alongM: 8 });
    const pairs = neighbourPairs(poses, frame);
    for (let line = 0; line < 3; line++) {
      const across = pairs.filter(({ a, b }) => Math.floor(a / 8) === line && Math.floor(b / 8) === line + 1);
      expect(across.length).toBeGreaterThanOrEqual(6);
    }
    expect(pairs.length).toBeLessThanOrEqual(3 * poses.length);
  });

  it('are not all from one spot: a drone that hovered stays tied to the rest', () => {
    const hovering = Array.from({ length: 6 }, () => photoAt(0, 0));
    const pairs = neighbourPairs([...hovering, photoAt(0, 9)], frame);
    expect(pairs.filter(({ b }) => b === 6)).toHaveLength(6);
  });

  it('are none where photos share too little ground, or there is one photo', () => {
    expect(neighbourPairs([photoAt(0, 0), photoAt(55, 0)], frame)).toEqual([]);
    expect(neighbourPairs([photoAt(0, 0)], frame)).toEqual([]);
    expect(neighbourPairs([], frame)).toEqual([]);
  });
});
