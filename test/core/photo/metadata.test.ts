import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readMetadata } from '#core/photo/metadata.ts';
import { djiXmp, elementXmp, gpsTags, photoBytes, sexagesimal } from './photo-bytes.ts';

const base = {
  image: { Make: 'DJI', Model: 'FC6310', Software: 'v01.08.1719' },
  exif: { DateTimeOriginal: '2024:06:23 16:32:43', FocalLengthIn35mmFilm: { short: 24 } },
  gps: gpsTags(56.1, 9.5),
};

describe('what a photo says about itself', () => {
  it('reads EXIF and XMP written as attributes, with signs', () => {
    const xmp = djiXmp({
      RelativeAltitude: '+10.30',
      GimbalYawDegree: '-13.60',
      GimbalPitchDegree: '-90.00',
      GimbalRollDegree: '+0.00',
    });
    const metadata = readMetadata(photoBytes({ ...base, xmp }));
    expect(metadata.flags).toEqual([]);
    expect(metadata).toMatchObject({
      make: 'DJI',
      model: 'FC6310',
      storedWidthPx: 4000,
      storedHeightPx: 3000,
    });
    expect(metadata.relativeAltitudeM).toBe(10.3);
    expect(metadata.gimbal).toEqual({ yawDeg: -13.6, pitchDeg: -90, rollDeg: 0 });
    expect(metadata.position?.lat).toBeCloseTo(56.1, 8);
    expect(metadata.position?.lon).toBeCloseTo(9.5, 8);
  });

  it('reads the same XMP written as elements', () => {
    const xmp = elementXmp({
      'drone-dji:RelativeAltitude': '+10.30',
      'drone-dji:GimbalPitchDegree': '-90.00',
    });
    const metadata = readMetadata(photoBytes({ ...base, xmp }));
    expect(metadata.relativeAltitudeM).toBe(10.3);
    expect(metadata.gimbal?.pitchDeg).toBe(-90);
  });

  it('reads Parrot: camera angles, and the height as a fraction', () => {
    const xmp = elementXmp({
      'drone-parrot:CameraYawDegree': '146.848038',
      'drone-parrot:CameraPitchDegree': '-51.988888',
      'drone-parrot:CameraRollDegree': '-0.052789',
      'Camera:AboveGroundAltitude': '11485529/262144',
    });
    const metadata = readMetadata(photoBytes({ ...base, xmp }));
    expect(metadata.gimbal).toEqual({ yawDeg: 146.848038, pitchDeg: -51.988888, rollDeg: -0.052789 });
    expect(metadata.aboveGroundM).toBeCloseTo(43.81, 2);
  });

  it('reads Autel: its own frame, and the longitude that it misspells', () => {
    const frame = elementXmp({ 'Camera:Yaw': '12.5', 'Camera:Pitch': '0', 'Camera:Roll': '1' });
    expect(readMetadata(photoBytes({ ...base, xmp: frame })).nadirFrame).toEqual({
      yawDeg: 12.5,
      pitchDeg: 0,
      rollDeg: 1,
    });
    const xmp = elementXmp({
      'drone:GpsLatitude': '46.618632',
      'drone:GpsLongtitude': '-7.058311',
      'drone:RelativeAltitude': '87.5',
    });
    const metadata = readMetadata(photoBytes({ image: base.image, xmp }));
    expect(metadata.position).toEqual({ lat: 46.618632, lon: -7.058311 });
    expect(metadata.relativeAltitudeM).toBe(87.5);
  });

  it('reads RTK: the flag and the larger of the two sigmas', () => {
    const xmp = djiXmp({ RtkFlag: '50', RtkStdLon: '0.01412', RtkStdLat: '0.01268', RtkStdHgt: '0.03' });
    expect(readMetadata(photoBytes({ ...base, xmp }))).toMatchObject({ rtkFlag: 50, rtkSigmaM: 0.01412 });
  });

  it('reads the calibration of survey drones', () => {
    const xmp = djiXmp({
      DewarpFlag: '0',
      DewarpData: '2018-09-04;3678.87,3671.84,10.1,27.29,-0.268652,0.114663,0.000015,-0.000046,-0.035026',
      CalibratedFocalLength: '3666.666504',
      CalibratedOpticalCenterX: '2736.000000',
      CalibratedOpticalCenterY: '1824.000000',
    });
    const metadata = readMetadata(photoBytes({ ...base, xmp }));
    expect(metadata.dewarped).toBe(false);
    expect(metadata.dewarp).toMatchObject({ fxPx: 3678.87, offsetYPx: 27.29, k1: -0.268652, k3: -0.035026 });
    expect(metadata.calibratedFocalPx).toBe(3666.666504);
    expect(metadata.opticalCentre).toEqual({ xPx: 2736, yPx: 1824 });
  });

  it.each([
    [-33.5, -70.25, 'S', 'W'],
    [-33.5, 151.2, 'S', 'E'],
    [79.9, -179.99, 'N', 'W'],
  ])('gives %d, %d its signs', (lat, lon) => {
    const { position } = readMetadata(photoBytes({ ...base, gps: gpsTags(lat, lon) }));
    expect(position?.lat).toBeCloseTo(lat, 8);
    expect(position?.lon).toBeCloseTo(lon, 8);
  });

  it('gives altitudes below the sea their sign', () => {
    const gps = {
      ...gpsTags(52, 4.5),
      GPSAltitudeRef: { byte: 1 },
      GPSAltitude: { rationals: [[45, 10]] },
    } as const;
    expect(readMetadata(photoBytes({ ...base, gps })).absoluteAltitudeM).toBe(-4.5);
  });
});

/** Metadata of the usual photo with other GPS tags. */
const flagsOf = (gps: Parameters<typeof photoBytes>[0]['gps'], xmp?: string) =>
  readMetadata(
    photoBytes({ image: base.image, exif: base.exif, ...(gps ? { gps } : {}), ...(xmp ? { xmp } : {}) }),
  );

describe('positions that are none', () => {
  it('no GPS', () => {
    expect(flagsOf(undefined)).toMatchObject({ flags: ['gps.missing'] });
  });
  it('0,0', () => {
    const metadata = flagsOf(gpsTags(0, 0));
    expect(metadata.flags).toEqual(['gps.zero']);
    expect(metadata.position).toBeUndefined();
  });
  it('0,0 without letters', () => {
    expect(flagsOf({ GPSLatitude: sexagesimal(0), GPSLongitude: sexagesimal(0) }).flags).toEqual([
      'gps.zero',
    ]);
  });
  it('one of the two missing', () => {
    const metadata = flagsOf({ GPSLatitudeRef: 'N', GPSLatitude: sexagesimal(56) });
    expect(metadata.flags).toContain('gps.invalid');
    expect(metadata.position).toBeUndefined();
  });
  it('denominators of zero', () => {
    const zero = {
      rationals: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    } as const;
    expect(flagsOf({ ...gpsTags(56, 9), GPSLatitude: zero }).flags).toContain('gps.invalid');
  });
  it('latitude of 95 degrees', () => {
    expect(flagsOf({ ...gpsTags(56, 9), GPSLatitude: sexagesimal(95) }).flags).toContain('gps.invalid');
  });
  it('no letters for the hemisphere: XMP decides, or none', () => {
    const bare = { GPSLatitude: sexagesimal(33.5), GPSLongitude: sexagesimal(70.25) };
    expect(flagsOf(bare).flags).toContain('gps.ref-missing');
    expect(flagsOf(bare).position).toBeUndefined();
    expect(flagsOf(bare, djiXmp({ GpsLatitude: '-33.5', GpsLongitude: '-70.25' })).position).toEqual({
      lat: -33.5,
      lon: -70.25,
    });
  });
  it('EXIF and XMP that name two places', () => {
    expect(flagsOf(gpsTags(56.1, 9.5), djiXmp({ GpsLatitude: '56.2', GpsLongitude: '9.5' })).flags).toContain(
      'gps.contradictory',
    );
    expect(
      flagsOf(gpsTags(56.1, 9.5), djiXmp({ GpsLatitude: '56.100001', GpsLongitude: '9.5' })).flags,
    ).toEqual([]);
  });
  it('NaN and words in XMP', () => {
    const xmp = djiXmp({
      RelativeAltitude: 'NaN',
      GimbalPitchDegree: 'nan',
      GimbalYawDegree: '+-3',
      GpsLatitude: 'x',
      GpsLongitude: '1',
    });
    const metadata = flagsOf(gpsTags(56.1, 9.5), xmp);
    expect(metadata.flags).toEqual(
      expect.arrayContaining(['height.invalid', 'attitude.invalid', 'gps.invalid']),
    );
    expect(metadata.relativeAltitudeM).toBeUndefined();
    expect(metadata.gimbal).toBeUndefined();
  });
});

describe('damaged headers', () => {
  it('names what is missing or damaged', () => {
    expect(readMetadata(new Uint8Array()).flags).toContain('exif.missing');
    expect(readMetadata(photoBytes({})).flags).toContain('exif.missing');
    const bytes = photoBytes(base);
    bytes.fill(0xaa, 12, 30);
    expect(readMetadata(bytes).flags).toContain('exif.corrupt');
    expect(readMetadata(photoBytes({ ...base, xmp: '<x:xmpmeta><rdf:RDF' })).flags).toContain('xmp.corrupt');
  });

  it('reads XMP although EXIF is damaged', () => {
    const bytes = photoBytes({ ...base, xmp: djiXmp({ RelativeAltitude: '+40' }) });
    bytes.fill(0xaa, 12, 30);
    expect(readMetadata(bytes)).toMatchObject({ relativeAltitudeM: 40 });
  });

  it('never throws, whatever bytes are changed, and never prints', () => {
    const whole = photoBytes({
      ...base,
      xmp: djiXmp({ RelativeAltitude: '+40', GimbalPitchDegree: '-90', DewarpData: 'x;1,2' }),
    });
    const printed = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error'), vi.spyOn(console, 'log')];
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 30 }),
        fc.option(fc.nat(whole.length)),
        (changes, length) => {
          const bytes = whole.slice();
          for (const { at, to } of changes) bytes[at] = to;
          const { position = { lat: 0, lon: 0 }, ...metadata } = readMetadata(
            bytes.subarray(0, length ?? whole.length),
          );
          expect(Math.abs(position.lat) <= 90 && Math.abs(position.lon) <= 180).toBe(true);
          const numbers = Object.values(metadata).filter((value) => typeof value === 'number');
          expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
        },
      ),
      { numRuns: 1500, seed: 7 },
    );
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('takes an XMP bomb of entities for what it is', () => {
    const entities = Array.from(
      { length: 7 },
      (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(50)}">`,
    ).join('');
    const bomb = `<!DOCTYPE x [<!ENTITY e0 "${'a'.repeat(1000)}">${entities}]><x:xmpmeta>&e7;</x:xmpmeta>`;
    const started = performance.now();
    readMetadata(photoBytes({ ...base, xmp: bomb }));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
