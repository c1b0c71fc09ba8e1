import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UmbelError } from '#core/errors.ts';
import { detectionIdOf, sigmas68, type Detection } from '#core/sighting/detection.ts';
import { eastM, groundFrameAt, northM, placeOf } from '#core/sighting/ground-frame.ts';
import { mergeDetections } from '#core/sighting/merge.ts';
import { seeded, simulateSurvey, type Survey } from './survey.ts';

const frame = groundFrameAt(55.6, 12.5);
const options = { flightId: 'meadow', threshold: 0.5 };

function detection(
  photo: number,
  tile: number,
  place: readonly [number, number],
  more: Partial<Detection> = {},
) {
  const photoId = `photo-${photo}`;
  return {
    detectionId: detectionIdOf(photoId, tile),
    photoId,
    photoName: `DJI_${photo}.JPG`,
    tileIndex: tile,
    confidence: 0.9,
    ...placeOf(frame, place[0], place[1]),
    uncertaintyM: 2,
    areaM2: 6.25,
    tileSizeM: 2.5,
    ...more,
  };
}

function metresOf({ lat, lon }: { lat: number; lon: number }): [number, number] {
  return [eastM(frame, lon), northM(frame, lat)];
}

/** The outline of a photo of 40 m x 40 m. */
function square(photo: number, east: number) {
  const corners = [
    [-20, -20],
    [20, -20],
    [20, 20],
    [-20, 20],
  ] as const;
  return {
    photoId: `photo-${photo}`,
    footprint: corners.map(([dx, dy]) => {
      const { lat, lon } = placeOf(frame, east + dx, dy);
      return [lon, lat] as const;
    }),
  };
}

describe('merging by hand', () => {
  it('makes nothing of nothing', () => {
    expect(mergeDetections([], options)).toEqual([]);
  });

  it('joins the tiles of one photo that show one plant, and keeps them as members', () => {
    const [sighting, ...rest] = mergeDetections(
      [
        detection(1, 0, [0, 0], { confidence: 0.7 }),
        detection(1, 1, [2, 0], { confidence: 0.95 }),
        detection(1, 7, [2, 2], { confidence: 0.6 }),
      ],
      options,
    );
    expect(rest).toEqual([]);
    expect(sighting).toMatchObject({ number: 1, band: 'certain', confidence: 0.95, seenIn: 1, couldSee: 1 });
    expect(sighting!.members.map(({ tileIndex }) => tileIndex)).toEqual([1, 0, 7]);
    expect(sighting!.bestView.tileIndex).toBe(1);
    // One photo, one pose: more tiles make the place no surer.
    expect(sighting!.uncertaintyM).toBeCloseTo(2, 6);
  });

  it('weighs views of two photos by the inverse of their variance', () => {
    const sightings = mergeDetections(
      [detection(1, 0, [0, 0], { uncertaintyM: 1 }), detection(2, 0, [1.5, 0], { uncertaintyM: 2 })],
      options,
    );
    expect(sightings).toHaveLength(1);
    const [east, north] = metresOf(sightings[0]!);
    expect(east).toBeCloseTo(0.3, 4);
    expect(north).toBeCloseTo(0, 4);
    expect(sightings[0]!.uncertaintyM).toBeCloseTo(1 / Math.sqrt(1 + 1 / 4), 6);
    expect(sightings[0]!.uncertainty95M / sightings[0]!.uncertaintyM).toBeCloseTo(2.4477 / 1.5096, 3);
    expect(sightings[0]!.seenIn).toBe(2);
  });

  it('keeps two plants of one photo apart, however uncertain the place', () => {
    const sightings = mergeDetections(
      [
        detection(1, 0, [0, 0], { uncertaintyM: 20, confidence: 0.91 }),
        detection(1, 9, [8, 0], { uncertaintyM: 20, confidence: 0.92 }),
        detection(2, 0, [0.5, 0], { uncertaintyM: 20 }),
        detection(2, 9, [8.5, 0], { uncertaintyM: 20 }),
      ],
      options,
    );
    expect(sightings.map(({ seenIn }) => seenIn)).toEqual([2, 2]);
    for (const { members } of sightings)
      expect(new Set(members.map(({ photoId }) => photoId)).size).toBe(members.length);
  });

  it('does not join what is too far apart for its errors', () => {
    const far = [detection(1, 0, [0, 0]), detection(2, 0, [9, 0])];
    expect(mergeDetections(far, options)).toHaveLength(2);
  });

  it('counts the photos that could have seen it, from their outlines', () => {
    const [sighting] = mergeDetections([detection(1, 0, [0, 0]), detection(2, 3, [0.5, 0])], {
      ...options,
      footprints: [square(1, 0), square(2, 10), square(3, -10), square(4, 30)],
    });
    expect(sighting).toMatchObject({ seenIn: 2, couldSee: 3 });
  });

  it('says the same id for the same members in any order, another for another flight', () => {
    const list = [detection(1, 0, [0, 0]), detection(2, 0, [0.5, 0])];
    const [a] = mergeDetections(list, options);
    const [b] = mergeDetections(list.toReversed(), options);
    const [c] = mergeDetections(list, { ...options, flightId: 'other' });
    expect(a!.sightingId).toMatch(/^[0-9a-f]{16}$/);
    expect(b!.sightingId).toBe(a!.sightingId);
    expect(c!.sightingId).not.toBe(a!.sightingId);
  });

  it('refuses a detection without a place', () => {
    const lost = detection(1, 0, [0, 0], { lat: Number.NaN });
    expect(() => mergeDetections([lost], options)).toThrow(UmbelError);
  });
});

describe('merging anything', () => {
  const anyDetections = fc
    .array(
      fc.record({
        photo: fc.integer({ min: 0, max: 6 }),
        x: fc.integer({ min: -120, max: 120 }),
        y: fc.integer({ min: -120, max: 120 }),
        confidence: fc.integer({ min: 50, max: 100 }),
        uncertaintyM: fc.constantFrom(0, 0.2, 2, 2, 9),
      }),
      { maxLength: 60 },
    )
    .map((list) =>
      list.map(({ photo, x, y, confidence, uncertaintyM }, tile) =>
        detection(photo, tile, [x / 10, y / 10], { confidence: confidence / 100, uncertaintyM }),
      ),
    );

  it('puts every detection into exactly one sighting, whatever the order of the input', () => {
    fc.assert(
      fc.property(anyDetections, fc.integer(), (list, seed) => {
        const sightings = mergeDetections(list, options);
        const members = sightings.flatMap((sighting) => sighting.members.map((m) => m.detectionId));
        expect(members.toSorted()).toEqual(list.map((d) => d.detectionId).toSorted());
        expect(sightings.map(({ number }) => number)).toEqual(sightings.map((_, i) => i + 1));
        for (const { uncertaintyM, lat, lon } of sightings)
          expect(Number.isFinite(uncertaintyM + lat + lon)).toBe(true);
        expect(mergeDetections(shuffled(list, seed), options)).toEqual(sightings);
      }),
      { numRuns: 60 },
    );
  });
});

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = seeded(seed);
  return list
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

const field = { plants: 50, fieldM: 80, photoWidthM: 40, photoHeightM: 30, gpsSigmaM: 1.5, yawSigmaDeg: 2 };

function merged(survey: Survey) {
  return mergeDetections(survey.detections, { ...options, footprints: survey.footprints });
}

describe('counting isolated plants (spacing 3 sigma and more)', () => {
  const cases = [0.3, 0.5, 0.7, 0.8].flatMap((overlap) =>
    [true, false].map((pointsAtPlant) => ({ overlap, pointsAtPlant })),
  );
  it.each(cases)(
    'is right within 5 % at overlap $overlap (model points at plants: $pointsAtPlant)',
    (given) => {
      let [counted, truth] = [0, 0];
      for (const seed of [1, 2, 3]) {
        const survey = simulateSurvey({ ...field, ...given, seed, spacingM: 4.5 });
        counted += merged(survey).reduce((sum, { stand }) => sum + (stand?.plantsAtLeast ?? 1), 0);
        truth += survey.seen.length;
      }
      expect(truth).toBeGreaterThan(130);
      expect(counted / truth).toBeGreaterThan(0.95);
      expect(counted / truth).toBeLessThan(1.05);
    },
  );

  it.each([
    { name: 'across the antimeridian', originLat: -17, originLon: 180 },
    { name: 'at 80 degrees north', originLat: 80, originLon: -35 },
  ])('is the same $name', ({ originLat, originLon }) => {
    const given = { ...field, seed: 4, spacingM: 6, overlap: 0.6 };
    const here = merged(simulateSurvey(given));
    const there = merged(simulateSurvey({ ...given, originLat, originLon }));
    expect(there.map(({ seenIn, couldSee }) => [seenIn, couldSee])).toEqual(
      here.map(({ seenIn, couldSee }) => [seenIn, couldSee]),
    );
    for (const { lon } of there) expect(Math.abs(lon)).toBeLessThanOrEqual(180);
  });
});

describe('stated uncertainty', () => {
  it.each([
    { name: 'every photo has an error of its own', commonShare: 0 },
    { name: 'most of the error is common to the flight', commonShare: 0.8 },
  ])('is true when $name', ({ commonShare }) => {
    let [within68, within95, all] = [0, 0, 0];
    for (let seed = 1; seed <= 24; seed++) {
      const survey = simulateSurvey({ ...field, seed, plants: 30, spacingM: 8, overlap: 0.6, commonShare });
      for (const sighting of merged(survey)) {
        const east = eastM(survey.frame, sighting.lon);
        const north = northM(survey.frame, sighting.lat);
        const error = Math.min(...survey.seen.map(({ x, y }) => Math.hypot(x - east, y - north)));
        all++;
        if (error <= sighting.uncertaintyM) within68++;
        if (error <= sighting.uncertainty95M) within95++;
      }
    }
    expect(all).toBeGreaterThan(600);
    expect(within68 / all).toBeGreaterThan(0.6);
    expect(within68 / all).toBeLessThan(0.8);
    expect(within95 / all).toBeGreaterThan(0.92);
  });
});

describe('stands', () => {
  it('reports plants closer than the error as one stand with its ground', () => {
    const survey = simulateSurvey({ ...field, seed: 3, plants: 80, spacingM: 1.2, fieldM: 14, overlap: 0.6 });
    const sightings = merged(survey);
    expect(sightings.length).toBeLessThanOrEqual(3);
    const { stand } = sightings.find((sighting) => sighting.stand !== undefined)!;
    // 14 m of plant middles and 1.5 m of leaves on each side: 289 m2 with square corners.
    expect(stand!.areaM2).toBeGreaterThan(200);
    expect(stand!.areaM2).toBeLessThan(400);
    expect(stand!.plantsAtLeast).toBeGreaterThan(8);
  });

  it('leaves two plants side by side as two sightings', () => {
    const pair = [1, 2, 3].flatMap((photo) => [
      detection(photo, 0, [0, 0], { uncertaintyM: 0.3 }),
      detection(photo, 9, [3.6, 0], { uncertaintyM: 0.3 }),
    ]);
    const sightings = mergeDetections(pair, options);
    expect(sightings).toHaveLength(2);
    expect(sightings.every(({ stand }) => stand === undefined)).toBe(true);
  });
});

describe('time', () => {
  it('does not explode when thousands of detections share one place', () => {
    const heap = Array.from({ length: 6000 }, (_, i) =>
      detection(i % 300, i, [Math.sin(i) * 0.5, Math.cos(i * 1.7) * 0.5], { uncertaintyM: 0.5 * sigmas68 }),
    );
    const start = performance.now();
    expect(mergeDetections(heap, options).length).toBeLessThan(40);
    expect(performance.now() - start).toBeLessThan(8000);
  });
});
