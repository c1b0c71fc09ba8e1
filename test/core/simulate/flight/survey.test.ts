import { describe, expect, it } from 'vitest';
import { cameraOfWidth } from '#core/simulate/flight/camera.ts';
import { planSurvey, wrapDegrees } from '#core/simulate/flight/survey.ts';

const camera = cameraOfWidth(5472);
const base = { seed: 4, photos: 24, heightM: 40, camera, overlap: 0.75, sideOverlap: 0.6 };

describe('planSurvey', () => {
  it('flies lines to and fro with the overlap asked for', () => {
    const { stations } = planSurvey({ ...base, photos: 200 });
    const steps: number[] = [];
    for (let i = 1; i < stations.length; i++) {
      const [a, b] = [stations[i - 1]!.pose, stations[i]!.pose];
      steps.push(Math.hypot(b.eastM - a.eastM, b.northM - a.northM));
    }
    steps.sort((a, b) => a - b);
    // A photo covers 40 m along the line: a quarter of that is 10 m.
    expect(steps[Math.floor(steps.length / 2)]).toBeGreaterThan(9.5);
    expect(steps[Math.floor(steps.length / 2)]).toBeLessThan(10.5);
    // Between lines: 60 m x 0.4.
    expect(steps.at(-1)).toBeGreaterThan(22);
    expect(steps.at(-1)).toBeLessThan(26);
  });

  it('looks along the line that it flies', () => {
    const { stations } = planSurvey({ ...base, photos: 6, sideOverlap: 0 });
    const [first, second] = [stations[0]!.pose, stations[1]!.pose];
    const course = (Math.atan2(second.eastM - first.eastM, second.northM - first.northM) * 180) / Math.PI;
    expect(Math.abs(wrapDegrees(course - first.yawDeg))).toBeLessThan(8);
  });

  it('keeps the gimbal near nadir and the height near the plan', () => {
    const { stations } = planSurvey({ ...base, photos: 300 });
    for (const { pose } of stations) {
      expect(pose.pitchDeg).toBeGreaterThanOrEqual(-90);
      expect(pose.pitchDeg).toBeLessThanOrEqual(-88);
      expect(Math.abs(pose.heightM - 40)).toBeLessThan(1);
    }
  });

  it('gives every photo a later time, and the same pose whatever the number of photos on its line', () => {
    const { stations } = planSurvey(base);
    for (let i = 1; i < stations.length; i++)
      expect(stations[i]!.elapsedMs).toBeGreaterThan(stations[i - 1]!.elapsedMs);
    expect(planSurvey(base)).toEqual(planSurvey(base));
  });

  it('names an extent that holds all ground photographed', () => {
    const { stations, extentM } = planSurvey(base);
    for (const { pose } of stations)
      expect(Math.max(Math.abs(pose.eastM), Math.abs(pose.northM)) + 36).toBeLessThanOrEqual(
        extentM / 2 + 0.5,
      );
  });

  it('plans a single photo', () => {
    expect(planSurvey({ ...base, photos: 1 }).stations).toHaveLength(1);
  });
});
