import { describe, expect, it } from 'vitest';
import type { FlightGeometry } from '#core/flight/manifest.ts';
import { flagSentence, flagSentences } from '#core/geo/flags.ts';
import type { TerrainOptions } from '#core/geo/pose-position.ts';
import { poseOf, poseSchema, type Pose } from '#core/geo/pose.ts';
import { readMetadata } from '#core/photo/metadata.ts';
import { djiXmp, elementXmp, gpsTags, photoBytes, type PhotoParts } from '../photo/photo-bytes.ts';
import { samplePose } from './sample-pose.ts';

const usual = {
  RelativeAltitude: '+40.00',
  GimbalYawDegree: '+30.00',
  GimbalPitchDegree: '-90.00',
  GimbalRollDegree: '+0.00',
  FlightYawDegree: '+31.00',
  CalibratedFocalLength: '3648.0',
};
const parts: PhotoParts = {
  image: { Make: 'DJI', Model: 'FC6310', Software: 'v01.08.1719', Orientation: { short: 1 } },
  exif: { DateTimeOriginal: '2024:06:23 16:32:43' },
  gps: gpsTags(56.1, 9.5),
  widthPx: 5472,
  heightPx: 3648,
};

/** The pose of the usual photo with some XMP fields changed; null leaves one out. */
function place(
  changes: Readonly<Record<string, string | null>>,
  more: Partial<PhotoParts> = {},
  geometry?: FlightGeometry,
) {
  const fields = Object.entries({ ...usual, ...changes }).filter(
    (field): field is [string, string] => field[1] !== null,
  );
  const all = { ...parts, xmp: djiXmp(Object.fromEntries(fields)), ...more };
  const size = { widthPx: all.widthPx ?? 0, heightPx: all.heightPx ?? 0 };
  return poseOf(readMetadata(photoBytes(all)), size, geometry);
}

describe('an ordinary photo', () => {
  it('has a pose, its sources, and no flags', () => {
    const { pose, flags } = place({});
    expect(flags).toEqual([]);
    expect(pose).toMatchObject({
      heightAboveGroundM: 40,
      yawDeg: 30,
      pitchDeg: -90,
      rollDeg: 0,
      focalPx: 3648,
      widthPx: 5472,
    });
    expect(pose?.source).toEqual({
      position: 'gps',
      height: 'above-take-off',
      attitude: 'gimbal',
      focal: 'calibrated',
    });
    expect(pose?.sigma).toMatchObject({ horizontalM: 1.5, yawDeg: 2, pitchDeg: 0.5 });
  });

  it('every flag has one sentence', () => {
    for (const sentence of Object.values(flagSentences)) expect(sentence).toMatch(/^[A-Z].+\.$/);
    expect(flagSentence('gps.zero')).toContain('0,0');
    expect(flagSentence('from.the-future')).toBe('from.the-future');
  });
});

describe('unplaced, with the reason', () => {
  it('no GPS', () => {
    const { gps: _gps, ...without } = parts;
    const { pose, flags } = poseOf(readMetadata(photoBytes({ ...without, xmp: djiXmp(usual) })), {
      widthPx: 5472,
      heightPx: 3648,
    });
    expect(pose).toBeUndefined();
    expect(flags).toEqual(['gps.missing']);
  });
  it('GPS 0,0', () => {
    expect(place({}, { gps: gpsTags(0, 0) })).toEqual({ flags: ['gps.zero'] });
  });
  it.each([['+1.00'], ['-3.20'], ['1.99']])('height %s', (height) => {
    expect(place({ RelativeAltitude: height })).toEqual({ flags: ['height.too-low'] });
  });
  it('height of a broken sensor', () => {
    expect(place({ RelativeAltitude: '+65535' })).toEqual({ flags: ['height.implausible'] });
  });
  it('no height, or only one above the sea', () => {
    expect(place({ RelativeAltitude: null, AbsoluteAltitude: '+117.2' })).toEqual({
      flags: ['height.missing'],
    });
    expect(place({ RelativeAltitude: 'NaN' }).flags).toEqual(['height.invalid', 'height.missing']);
  });
  it('no focal length', () => {
    expect(place({ CalibratedFocalLength: null }, { image: { Make: 'DJI', Model: 'unknown' } })).toEqual({
      flags: ['focal.unknown'],
    });
  });
});

describe('gimbal lock', () => {
  it('roll -179.9 with the yaw of the aircraft: roll means nothing', () => {
    const { pose, flags } = place({
      GimbalRollDegree: '-179.90',
      GimbalYawDegree: '+150.70',
      FlightYawDegree: '+150.80',
    });
    expect(flags).toEqual(['attitude.gimbal-lock']);
    expect(pose).toMatchObject({ yawDeg: 150.7, pitchDeg: -90, rollDeg: 0 });
  });
  it('roll 180 with the yaw turned: the camera leans past straight down', () => {
    const { pose, flags } = place({
      GimbalRollDegree: '+180.00',
      GimbalYawDegree: '-150.00',
      GimbalPitchDegree: '-85.00',
    });
    expect(flags).toEqual(['attitude.gimbal-lock']);
    expect(pose).toMatchObject({ yawDeg: 30, pitchDeg: -95, rollDeg: 0 });
  });
  it('roll 180 far from straight down: nobody knows', () => {
    expect(place({ GimbalRollDegree: '+180.00', GimbalPitchDegree: '-30.00' })).toEqual({
      flags: ['attitude.contradictory'],
    });
    expect(place({ GimbalRollDegree: '+180.00', GimbalPitchDegree: '-80.00' })).toEqual({
      flags: ['attitude.contradictory'],
    });
  });
  it('without roll, but camera and aircraft look opposite ways: doubtful', () => {
    const { pose, flags } = place({ GimbalYawDegree: '-150.00' });
    expect(flags).toEqual(['attitude.yaw-disagrees']);
    expect(pose?.sigma.yawDeg).toBe(180);
  });
});

describe('missing and contradictory angles', () => {
  const noAngles = {
    GimbalYawDegree: null,
    GimbalPitchDegree: null,
    GimbalRollDegree: null,
    FlightYawDegree: null,
  };
  it('nothing told: straight down, any direction, and honest about it', () => {
    const { pose, flags } = place(noAngles);
    expect(flags).toEqual(['attitude.missing', 'attitude.yaw-missing']);
    expect(pose).toMatchObject({ pitchDeg: -90, source: { attitude: 'assumed-straight-down' } });
    expect(pose?.sigma).toMatchObject({ yawDeg: 180, pitchDeg: 10, rollDeg: 10 });
  });
  it('only the aircraft told: its heading', () => {
    const { pose, flags } = place({ ...noAngles, FlightYawDegree: '+31.00' });
    expect(flags).toEqual(['attitude.missing']);
    expect(pose).toMatchObject({ yawDeg: 31, sigma: { yawDeg: 10 } });
  });
  it('three exact zeros although the aircraft heads elsewhere: nothing told', () => {
    const zeros = { GimbalYawDegree: '0', GimbalPitchDegree: '0.00', GimbalRollDegree: '+0.0' };
    expect(place(zeros).flags).toEqual(['attitude.missing']);
  });
  it('an angle that is none counts as not told', () => {
    expect(place({ GimbalPitchDegree: 'NaN' }).flags).toEqual(['attitude.invalid', 'attitude.missing']);
    expect(place({ GimbalPitchDegree: '-900' }).flags).toEqual(['attitude.invalid', 'attitude.missing']);
  });
  it('above the horizon, and far ahead', () => {
    expect(place({ GimbalPitchDegree: '+12.00' }).flags).toEqual(['attitude.above-horizon']);
    expect(place({ GimbalPitchDegree: '-35.00' }).flags).toEqual(['attitude.oblique']);
  });
  it('a camera frame that looks down when level (Pix4D, Autel, senseFly)', () => {
    const xmp = elementXmp({
      'Camera:Yaw': '40',
      'Camera:Pitch': '25',
      'Camera:Roll': '0',
      'Camera:AboveGroundAltitude': '60',
      'drone-dji:CalibratedFocalLength': '3648',
    });
    const { pose } = place({}, { xmp });
    expect(pose?.yawDeg).toBeCloseTo(40, 9);
    expect(pose?.pitchDeg).toBeCloseTo(-65, 9);
    expect(pose?.rollDeg).toBeCloseTo(0, 9);
    expect(pose).toMatchObject({
      heightAboveGroundM: 60,
      source: { height: 'above-ground', attitude: 'camera-frame' },
    });
  });
});

const saved = (Software: string, Make = 'DJI') => place({}, { image: { Make, Model: 'FC6310', Software } });

describe('photos that other programs saved', () => {
  it.each(['Microsoft Windows Photo Viewer 10.0.10240.16384', 'Picasa', 'Windows Photo Gallery 6.0'])(
    '%s: perhaps turned',
    (program) => {
      const { pose, flags } = saved(program);
      expect(flags).toEqual(['photo.maybe-turned']);
      expect(pose?.sigma.yawDeg).toBe(180);
    },
  );
  it.each(['Adobe Photoshop Lightroom Classic 9.2 (Windows)', 'GIMP 2.10.36', 'Some Tool'])(
    '%s: edited',
    (program) => {
      expect(saved(program)).toMatchObject({ flags: ['photo.edited'], pose: { sigma: { yawDeg: 2 } } });
    },
  );
  it.each(['v02.02.5629', '10.00.07.02', '1.0.3', 'DJI GO 4'])('%s: the drone itself', (firmware) => {
    expect(saved(firmware).flags).toEqual([]);
  });
  it.each([
    ['anafi2-classic-7.0.0', 'Parrot'],
    ['Autel Robotics V1.1', 'Autel Robotics'],
    ['HDR+ 1.0.345618096zd', 'Google'],
    ['17.4.1', 'Apple'],
    ['ILCE-6000 v3.21', 'SONY'],
  ])('%s of %s: the camera itself', (firmware, make) => expect(saved(firmware, make).flags).toEqual([]));
  it('upright pixels of a drone without a tag: turned sideways', () => {
    const { pose, flags } = place({}, { widthPx: 3648, heightPx: 5472 });
    expect(flags).toContain('photo.turned-sideways');
    expect(pose?.sigma.yawDeg).toBe(180);
  });
  it('upright by the orientation tag: angles belong to the sensor, pixels to the file', () => {
    const { pose, flags } = place({}, { image: { Make: 'DJI', Model: 'FC6310', Orientation: { short: 6 } } });
    expect(flags).toEqual(['photo.sideways-tag']);
    expect(pose).toMatchObject({ yawDeg: 30, widthPx: 5472 });
  });
});

describe('what the pilot knows', () => {
  it('ground offset, yaw offset, a height for photos without one', () => {
    expect(place({}, {}, { groundOffsetM: 12, yawOffsetDeg: -5 }).pose).toMatchObject({
      heightAboveGroundM: 52,
      yawDeg: 25,
    });
    expect(place({ RelativeAltitude: null }, {}, { heightAboveGroundM: 33 }).pose).toMatchObject({
      heightAboveGroundM: 33,
      source: { height: 'flight' },
    });
    expect(place({}, {}, { heightAboveGroundM: 33 }).pose).toMatchObject({ heightAboveGroundM: 40 });
  });
  it('the camera', () => {
    expect(place({}, {}, { camera: { focalPx: 4000 } }).pose).toMatchObject({
      focalPx: 4000,
      source: { focal: 'flight' },
    });
    expect(place({}, {}, { camera: { sensorWidthMm: 13.2, focalLengthMm: 8.8 } }).pose?.focalPx).toBeCloseTo(
      3648,
      6,
    );
  });
  describe('the terrain', () => {
    const terrain = {
      heightAt: (lat: number) => (lat < 55 ? undefined : lat > 56.05 ? 107 : 100),
    };
    const metadata = readMetadata(photoBytes({ ...parts, xmp: djiXmp(usual) }));
    const onTerrain = (takeOff: TerrainOptions) =>
      poseOf(metadata, { widthPx: 5472, heightPx: 3648 }, { terrain, ...takeOff });

    it('heights count from the take-off', () => {
      const { pose, flags } = onTerrain({ takeOff: { lat: 56, lon: 9.5 } });
      expect(pose).toMatchObject({
        heightAboveGroundM: 33,
        source: { height: 'above-take-off-and-terrain' },
      });
      expect(flags).toEqual([]);
    });
    it('a take-off that is only assumed is said, and gives way to one that is given', () => {
      const { pose, flags } = onTerrain({ assumedTakeOff: { lat: 56, lon: 9.5 } });
      expect(pose?.heightAboveGroundM).toBe(33);
      expect(flags).toEqual(['terrain.take-off-assumed']);
      const both = onTerrain({ assumedTakeOff: { lat: 56, lon: 9.5 }, takeOff: { lat: 56.2, lon: 9.5 } });
      expect(both.pose?.heightAboveGroundM).toBe(40);
      expect(both.flags).toEqual([]);
    });
    it('without a take-off, or outside of the terrain, heights stay as they are, and that is said', () => {
      const unknown = onTerrain({});
      expect(unknown.pose).toMatchObject({ heightAboveGroundM: 40, source: { height: 'above-take-off' } });
      expect(unknown.flags).toEqual(['terrain.take-off-unknown']);
      const outside = onTerrain({ takeOff: { lat: 54, lon: 9.5 } });
      expect(outside.pose?.heightAboveGroundM).toBe(40);
      expect(outside.flags).toEqual(['terrain.outside']);
    });
  });
});

describe('how well the position is known', () => {
  it.each([
    [{ RtkFlag: '50', RtkStdLat: '0.01', RtkStdLon: '0.02' }, 0.1, []],
    [{ RtkFlag: '50', RtkStdLat: '0.4', RtkStdLon: '0.2' }, 0.4, []],
    [{ RtkFlag: '34' }, 0.5, ['gps.rtk-float']],
    [{ RtkFlag: '16' }, 1.5, ['gps.rtk-lost']],
    [{ RtkFlag: '0' }, 1.5, ['gps.rtk-lost']],
  ] as const)('%j: %d m', (fields, sigmaM, flags) => {
    const { pose, flags: found } = place({ ...fields });
    expect(pose?.sigma.horizontalM).toBe(sigmaM);
    expect(found).toEqual(flags);
  });
  it('a phone states a 68 % radius', () => {
    const gps = { ...gpsTags(56.1, 9.5), GPSHPositioningError: { rationals: [[75, 10]] } } as const;
    expect(place({}, { gps }).pose?.sigma.horizontalM).toBeCloseTo(7.5 / 1.5096, 3);
  });
  it('two positions in one photo: worth little', () => {
    const { pose, flags } = place({ GpsLatitude: '56.2', GpsLongitude: '9.5' });
    expect(flags).toEqual(['gps.contradictory']);
    expect(pose?.sigma.horizontalM).toBe(20);
  });
});

describe('poses as people write them', () => {
  const written = {
    lat: 56.1,
    lon: 9.5,
    heightAboveGroundM: 40,
    yawDeg: 0,
    pitchDeg: -90,
    rollDeg: 0,
    focalPx: 3648,
    widthPx: 5472,
    heightPx: 3648,
  };
  it('take the usual sigmas, or those given', () => {
    expect(poseSchema.parse(written).sigma).toMatchObject({ horizontalM: 1.5, yawDeg: 2 });
    expect(poseSchema.parse({ ...written, sigma: { horizontalM: 0.1 } }).sigma).toMatchObject({
      horizontalM: 0.1,
      yawDeg: 2,
    });
  });
  it('take numbers as texts, and longitudes beyond 180', () => {
    expect(poseSchema.parse({ ...written, heightAboveGroundM: '+10.30', lon: 190 })).toMatchObject({
      heightAboveGroundM: 10.3,
      lon: -170,
    });
  });
  it.each([
    { lat: 91 },
    { lat: 'NaN' },
    { focalPx: 0 },
    { widthPx: -1 },
    { yawDeg: null },
    { pitchDeg: 200 },
  ])('refuse %j', (wrong) => {
    expect(poseSchema.safeParse({ ...written, ...wrong }).success).toBe(false);
  });
  it('come back from storage as they were', () => {
    const pose: Pose = samplePose({
      centre: { xPx: 2700, yPx: 1800 },
      lens: { k1: -0.1, k2: 0, p1: 0, p2: 0, k3: 0 },
    });
    expect(poseSchema.parse(JSON.parse(JSON.stringify(pose)))).toEqual(pose);
  });
});
