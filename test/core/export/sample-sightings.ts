import type { ExportContext } from '#core/export/context.ts';
import { detectionIdOf, type Detection } from '#core/sighting/detection.ts';
import type { Sighting } from '#core/sighting/sighting.ts';

/** What a flight called `brook & "meadow"` is exported with. */
export const sampleContext: ExportContext = {
  flightId: 'brook-meadow',
  title: 'Brook & "meadow" <lower>',
  runId: 'brook-meadow-1',
  modelId: 'meadow-cnn-3c1f0a9b2d4e',
  startedAt: '2026-07-02T06:00:00Z',
};

/** A sighting with any field changed. */
export function sampleSighting(number: number, changes: Partial<Sighting> = {}): Sighting {
  const photoId = `${number}`.padStart(20, '0');
  const lat = changes.lat ?? 55.123_456_78;
  const lon = changes.lon ?? -12.765_432_19;
  const bestView: Detection = {
    detectionId: detectionIdOf(photoId, 7),
    photoId,
    photoName: `DJI_${number}.JPG`,
    tileIndex: 7,
    confidence: changes.confidence ?? 0.912_345,
    lat,
    lon,
    uncertaintyM: 2,
    capturedAt: '2026-07-01T10:05:12+02:00',
    areaM2: 6.25,
    tileSizeM: 2.5,
  };
  return {
    sightingId: `${number}`.padStart(16, 'a'),
    number,
    lat,
    lon,
    uncertaintyM: 1.234_56,
    uncertainty95M: 2.001_99,
    confidence: bestView.confidence,
    band: 'certain',
    members: [bestView],
    seenIn: 3,
    couldSee: 5,
    bestView,
    ...changes,
  };
}

/** Three sightings in three bands; photo names that are formulas, markup and separators; the last one a stand. */
export function sampleSightings(): Sighting[] {
  const [first, second, third] = [1, 2, 3].map((number) => sampleSighting(number)) as [
    Sighting,
    Sighting,
    Sighting,
  ];
  return [
    { ...first, bestView: { ...first.bestView, photoName: '=HYPERLINK("http://x.test","a;b")' } },
    {
      ...second,
      band: 'probable',
      confidence: 0.85,
      lat: 55.123,
      bestView: { ...withoutTime(second.bestView), photoName: 'a&b <c>\u0007.JPG' },
    },
    {
      ...third,
      band: 'possible',
      confidence: 0.6,
      bestView: { ...third.bestView, capturedAt: '2026-07-01T10:05:12' },
      stand: {
        polygon: [
          [-12.7655, 55.1234],
          [-12.7653, 55.1234],
          [-12.7653, 55.1236],
          [-12.7655, 55.1236],
        ],
        areaM2: 284.44,
        plantsAtLeast: 9,
      },
    },
  ];
}

/** A stand that lies across the antimeridian. */
export function sightingAcrossAntimeridian(): Sighting {
  return sampleSighting(1, {
    lat: -17,
    lon: -179.9999,
    stand: {
      polygon: [
        [179.9998, -17.0002],
        [180.0004, -17.0002],
        [180.0004, -16.9998],
        [179.9998, -16.9998],
      ],
      areaM2: 2800,
      plantsAtLeast: 40,
    },
  });
}

function withoutTime(detection: Detection): Detection {
  const { capturedAt: _, ...rest } = detection;
  return rest;
}
