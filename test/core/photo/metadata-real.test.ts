import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMetadata } from '#core/photo/metadata.ts';

const data = process.env['UMBEL_SHARED_DATA'] ?? '../shared/data';
const read = (name: string) => readFileSync(`${data}/${name}`);

describe.skipIf(!existsSync(data))('metadata of real photos', () => {
  it('DJI Mavic Pro: a clock that was never set, gimbal lock, one metre above the take-off', () => {
    expect(readMetadata(read('hogweed/photos/0030.jpg'))).toMatchObject({
      make: 'DJI',
      model: 'FC220',
      relativeAltitudeM: 1,
      gimbal: { yawDeg: 150.7, pitchDeg: -90, rollDeg: -179.9 },
      flight: { yawDeg: 150.8 },
      focalLength35Mm: 26,
      storedWidthPx: 4000,
      storedHeightPx: 2250,
      cameraClock: '2014-01-01T00:00:44',
      flags: ['clock.unset'],
    });
  });

  it('DJI Phantom 3, saved by a viewer: western longitude, XMP rewritten with elements', () => {
    const metadata = readMetadata(read('brighton_beach/DJI_0024.JPG'));
    expect(metadata.software).toMatch(/^Microsoft Windows Photo Viewer/);
    expect(metadata.position?.lon).toBeCloseTo(-91.993697, 6);
    expect(metadata.capturedAt).toBe('2016-06-23T16:32:43');
  });

  it('Canon without GPS', () => {
    const metadata = readMetadata(read('no_gps/IMG_0037.jpg'));
    expect(metadata.flags).toEqual(['gps.missing']);
    expect(metadata.capturedAt).toBe('2009-09-02T07:39:18.60');
    expect(metadata.focalPlanePxPerMm).toBeCloseTo(191.56, 1);
  });

  it('takes less than 3 ms, however large the photo', () => {
    const bytes = read('hogweed/photos/0180.jpg');
    const tookMs = Array.from({ length: 60 }, () => {
      const started = performance.now();
      readMetadata(bytes);
      return performance.now() - started;
    });
    // The best of many: other programs on the machine slow some of them down.
    expect(Math.min(...tookMs)).toBeLessThan(3);
  });

  it('never throws on a real header with changed bytes', () => {
    const header = read('hogweed/photos/0180.jpg').subarray(0, 58_354);
    const interesting = fc.oneof(fc.nat(1200), fc.integer({ min: 49_390, max: 51_500 }));
    const change = fc.record({
      at: interesting,
      to: fc.oneof(fc.constantFrom(0, 0xff, 0x22, 0x3c, 0x3e), fc.nat(255)),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const bytes = Uint8Array.from(header);
        for (const { at, to } of changes) bytes[at] = to;
        expect(() => readMetadata(bytes)).not.toThrow();
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});
