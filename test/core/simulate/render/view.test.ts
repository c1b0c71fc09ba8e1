import { assert, double, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cameraView,
  groundToPixel,
  pixelToGround,
  tileView,
  type CameraPose,
} from '#core/simulate/render/view.ts';

const camera = { widthPx: 1368, heightPx: 912, focalPx: 912 };

const poses = record({
  eastM: double({ min: -200, max: 200, noNaN: true }),
  northM: double({ min: -200, max: 200, noNaN: true }),
  heightM: double({ min: 5, max: 120, noNaN: true }),
  yawDeg: double({ min: -180, max: 180, noNaN: true }),
  pitchDeg: double({ min: -95, max: -60, noNaN: true }),
  rollDeg: double({ min: -10, max: 10, noNaN: true }),
});
const columns = double({ min: 0, max: 1368, noNaN: true });
const rows = double({ min: 0, max: 912, noNaN: true });

/** The convention of facts.md written out step by step: roll about x, pitch about y, yaw about z, to north-east-down. */
function groundByRotations(pose: CameraPose, u: number, v: number): { eastM: number; northM: number } {
  const rad = Math.PI / 180;
  let ray = [1, (u - 684) / 912, (v - 456) / 912];
  const turn = (a: number, b: number, degrees: number): void => {
    const [c, s] = [Math.cos(degrees * rad), Math.sin(degrees * rad)];
    const [p, q] = [ray[a]!, ray[b]!];
    ray = ray.map((value, i) => (i === a ? c * p - s * q : i === b ? s * p + c * q : value));
  };
  turn(1, 2, pose.rollDeg);
  turn(2, 0, pose.pitchDeg);
  turn(0, 1, pose.yawDeg);
  const t = pose.heightM / ray[2]!;
  return { eastM: pose.eastM + t * ray[1]!, northM: pose.northM + t * ray[0]! };
}

describe('cameraView', () => {
  it('agrees with the three rotations done one by one', () => {
    assert(
      property(poses, columns, rows, (pose, u, v) => {
        const ground = pixelToGround(cameraView(camera, pose), u, v);
        const expected = groundByRotations(pose, u, v);
        expect(ground.eastM).toBeCloseTo(expected.eastM, 6);
        expect(ground.northM).toBeCloseTo(expected.northM, 6);
      }),
    );
  });

  it('is undone by its inverse', () => {
    assert(
      property(poses, columns, rows, (pose, u, v) => {
        const view = cameraView(camera, pose);
        const { eastM, northM } = pixelToGround(view, u, v);
        const pixel = groundToPixel(view, eastM, northM);
        expect(pixel.u).toBeCloseTo(u, 5);
        expect(pixel.v).toBeCloseTo(v, 5);
      }),
    );
  });

  it('looking down with yaw 90 has east at the top', () => {
    const pose = { eastM: 10, northM: 20, heightM: 40, yawDeg: 90, pitchDeg: -90, rollDeg: 0 };
    const view = cameraView(camera, pose);
    const top = pixelToGround(view, 684, 0);
    expect(top.eastM).toBeCloseTo(30);
    expect(top.northM).toBeCloseTo(20);
    expect(view.gsdM).toBeCloseTo(40 / 912);
  });
});

describe('tileView', () => {
  it('has its middle in the middle and its upper edge towards the yaw', () => {
    const view = tileView({ centerEastM: 3, centerNorthM: -4, gsdM: 0.1, sizePx: 64, yawDeg: 90 });
    expect(pixelToGround(view, 32, 32)).toEqual({
      eastM: expect.closeTo(3, 9),
      northM: expect.closeTo(-4, 9),
    });
    expect(pixelToGround(view, 32, 0).eastM).toBeCloseTo(6.2);
    expect(groundToPixel(view, 6.2, -4).v).toBeCloseTo(0);
  });
});
