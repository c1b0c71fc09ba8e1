import { describe, expect, it } from 'vitest';
import { focalOfPhoto } from '#core/geo/pose-focal.ts';
import type { Flag } from '#core/geo/flags.ts';
import type { PhotoMetadata } from '#core/photo/metadata.ts';

function focal(metadata: Partial<PhotoMetadata>, widthPx: number, heightPx: number) {
  const flags: Flag[] = [];
  const found = focalOfPhoto({ flags: [], ...metadata }, { widthPx, heightPx }, {}, (flag) =>
    flags.push(flag),
  );
  return { ...found, flags };
}

describe('35-mm equivalents mean the full sensor', () => {
  it('16:9 crop of a 4:3 sensor: 9 % apart from the crop itself', () => {
    const { focalPx = 0, flags } = focal({ model: 'FC220', focalLength35Mm: 26 }, 4000, 2250);
    expect(focalPx).toBeCloseTo((26 / Math.hypot(36, 24)) * 5000, 6);
    expect(focalPx / ((26 / Math.hypot(36, 24)) * Math.hypot(4000, 2250))).toBeCloseTo(1.09, 2);
    expect(flags).toEqual([]);
  });
  it('4:3 crop of a 3:2 sensor keeps the height', () => {
    expect(focal({ model: 'FC6310', focalLength35Mm: 24 }, 4864, 3648).focalPx).toBeCloseTo(
      (24 / Math.hypot(36, 24)) * Math.hypot(5472, 3648),
      6,
    );
  });
  it('a photo made smaller keeps its angle of view', () => {
    const full = focal({ model: 'FC220', focalLength35Mm: 26 }, 4000, 2250).focalPx ?? 0;
    expect(focal({ model: 'FC220', focalLength35Mm: 26 }, 2000, 1125).focalPx).toBeCloseTo(full / 2, 6);
  });
  it('unknown camera, wide picture: the format is a guess and says so', () => {
    const { sigmaPx = 0, focalPx = 1, flags } = focal({ model: 'X', focalLength35Mm: 26 }, 4000, 2250);
    expect(flags).toEqual(['focal.format-assumed']);
    expect(sigmaPx / focalPx).toBeGreaterThan(0.05);
    expect(focal({ model: 'X', focalLength35Mm: 26 }, 4000, 3000).flags).toEqual([]);
  });
  it('upright photos have the focal length of lying ones', () => {
    expect(focal({ model: 'FC220', focalLength35Mm: 26 }, 2250, 4000).focalPx).toBe(
      focal({ model: 'FC220', focalLength35Mm: 26 }, 4000, 2250).focalPx,
    );
  });
  it('digital zoom', () => {
    const plain = focal({ model: 'FC220', focalLength35Mm: 26 }, 4000, 3000).focalPx ?? 0;
    expect(focal({ model: 'FC220', focalLength35Mm: 26, digitalZoom: 2 }, 4000, 3000)).toMatchObject({
      focalPx: 2 * plain,
      flags: ['focal.digital-zoom'],
    });
  });
});

describe('calibrations', () => {
  const dewarp = {
    fxPx: 3678.87,
    fyPx: 3671.84,
    offsetXPx: 10.1,
    offsetYPx: 27.29,
    k1: -0.27,
    k2: 0.11,
    p1: 0,
    p2: 0,
    k3: -0.03,
  };
  const p4rtk = {
    model: 'FC6310R',
    focalLength35Mm: 24,
    exifWidthPx: 5472,
    exifHeightPx: 3648,
    calibratedFocalPx: 3666.67,
    opticalCentre: { xPx: 2736, yPx: 1824 },
  };

  it('a picture that the camera straightened: its focal length and centre, no distortion', () => {
    const found = focal({ ...p4rtk, dewarped: true, dewarp }, 5472, 3648);
    expect(found).toMatchObject({
      focalPx: 3666.67,
      centre: { xPx: 2736, yPx: 1824 },
      source: 'calibrated',
      flags: [],
    });
    expect(found.lens).toBeUndefined();
  });
  it('a picture that it did not straighten: the distortion too', () => {
    const found = focal({ ...p4rtk, dewarped: false, dewarp }, 5472, 3648);
    expect(found).toMatchObject({
      focalPx: 3678.87,
      centre: { xPx: 2746.1, yPx: 1851.29 },
      lens: { k1: -0.27 },
    });
  });
  it('not straightened and no calibration: flagged', () => {
    expect(focal({ ...p4rtk, dewarped: false }, 5472, 3648).flags).toEqual(['lens.uncorrected']);
  });
  it('scale with photos made smaller', () => {
    expect(focal({ ...p4rtk, dewarped: true }, 2736, 1824)).toMatchObject({
      focalPx: 3666.67 / 2,
      centre: { xPx: 1368, yPx: 912 },
    });
  });
  it('a crop after the flight is flagged, and the centre forgotten', () => {
    const found = focal({ ...p4rtk, dewarped: true }, 3000, 3648);
    expect(found.flags).toContain('photo.cropped');
    expect(found.centre).toBeUndefined();
  });
  it('contradicting the 35-mm equivalent: flagged, and coarse', () => {
    const { flags, sigmaPx = 0, focalPx = 1 } = focal({ ...p4rtk, calibratedFocalPx: 7333 }, 5472, 3648);
    expect(flags).toEqual(['focal.contradictory']);
    expect(sigmaPx / focalPx).toBeGreaterThan(0.1);
  });
});

describe('other sources', () => {
  it('the table of cameras', () => {
    expect(focal({ model: 'FC300S', focalLength35Mm: 20 }, 4000, 3000)).toMatchObject({
      focalPx: 2372,
      source: 'camera-table',
    });
  });
  it('millimetres and the pixels of the sensor', () => {
    const canon = { focalLengthMm: 30, focalPlanePxPerMm: 191.559, exifWidthPx: 4272, exifHeightPx: 2848 };
    expect(focal(canon, 4272, 2848).focalPx).toBeCloseTo(5746.8, 0);
    expect(focal(canon, 2136, 1424).focalPx).toBeCloseTo(2873.4, 0);
  });
  it('none', () => {
    expect(focal({ focalLengthMm: 30 }, 4272, 2848)).toEqual({ flags: ['focal.unknown'] });
  });
});
