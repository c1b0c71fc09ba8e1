import { describe, expect, it } from 'vitest';
import { mergeDetections } from '#core/sighting/merge.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { flySurvey, type FlownOptions, type FlownSurvey, type TruePlant } from './flown-survey.ts';

/** What the sightings of some flights come to, against the truth. */
interface Verdict {
  readonly within68: number;
  readonly within95: number;
  /** Counted plants / plants that were seen. */
  readonly counted: number;
  readonly medianErrorM: number;
  readonly p95ErrorM: number;
  readonly sightings: number;
}

const flight = {
  photos: 80,
  heightM: 30,
  // Isolated: more than three sigma of the receiver apart.
  spacingM: 6,
  plantsPerHa: 40,
  gpsSigmaM: 1.5,
  yawSigmaDeg: 2,
  pitchSigmaDeg: 0.5,
  placeSigmaShare: 0.1,
};

function judge(options: Omit<FlownOptions, 'seed'>, flights: number): Verdict {
  const errors: number[] = [];
  let [within68, within95, counted, seen] = [0, 0, 0, 0];
  for (let seed = 1; seed <= flights; seed++) {
    const survey = flySurvey({ ...options, seed });
    const { detections, footprints } = survey;
    seen += survey.seen.size;
    for (const sighting of mergeDetections(detections, { flightId: 'f', threshold: 0.5, footprints })) {
      counted += sighting.stand?.plantsAtLeast ?? 1;
      if (sighting.stand !== undefined) continue;
      const errorM = errorOf(sighting, survey);
      errors.push(errorM);
      if (errorM <= sighting.uncertaintyM) within68++;
      if (errorM <= sighting.uncertainty95M) within95++;
    }
  }
  errors.sort((a, b) => a - b);
  return {
    within68: within68 / errors.length,
    within95: within95 / errors.length,
    counted: counted / seen,
    medianErrorM: errors[errors.length >> 1]!,
    p95ErrorM: errors[Math.floor(errors.length * 0.95)]!,
    sightings: errors.length,
  };
}

/** Metres from the plant that most of the sighting's members show. */
function errorOf({ lat, lon, members }: Sighting, { plantOf, frame }: FlownSurvey): number {
  const votes = new Map<TruePlant, number>();
  for (const { detectionId } of members) {
    const plant = plantOf.get(detectionId)!;
    votes.set(plant, (votes.get(plant) ?? 0) + 1);
  }
  const [[plant]] = [...votes].sort((a, b) => b[1] - a[1]) as [[TruePlant, number]];
  return Math.hypot(frame.eastM(lon) - plant.eastM, frame.northM(lat) - plant.northM);
}

const overlaps = [0.3, 0.5, 0.7, 0.8];

describe('with a GPS sigma of 1.5 m, yaw 2 deg, pitch 0.5 deg', () => {
  it.each(overlaps)('the stated radii are true over 20 flights with overlap %f', (overlap) => {
    const verdict = judge({ ...flight, overlap }, 20);
    expect(verdict.sightings).toBeGreaterThan(500);
    expect(verdict.within68).toBeGreaterThan(0.63);
    expect(verdict.within68).toBeLessThan(0.73);
    expect(verdict.within95).toBeGreaterThan(0.93);
    expect(verdict.within95).toBeLessThan(0.97);
    expect(verdict.counted).toBeGreaterThan(0.97);
    expect(verdict.counted).toBeLessThan(1.03);
  });

  it.each([
    { photos: 12, heightM: 40 },
    { photos: 24, heightM: 30 },
  ])('they are true for short flights of $photos photos', (size) => {
    const verdict = judge({ ...flight, ...size, overlap: 0.7 }, 80);
    expect(verdict.within68).toBeGreaterThan(0.63);
    expect(verdict.within68).toBeLessThan(0.73);
    expect(verdict.within95).toBeGreaterThan(0.93);
    expect(verdict.within95).toBeLessThan(0.97);
  });

  it('more views of a plant give a smaller radius and a smaller error', () => {
    const [few, many] = [0.3, 0.8].map((overlap) => judge({ ...flight, overlap }, 10)) as [Verdict, Verdict];
    expect(many.medianErrorM).toBeLessThan(0.6 * few.medianErrorM);
  });
});

describe('with an error that all photos of a flight share', () => {
  // The plants of one flight are all off by the same, so it is flights that must be many, not plants.
  const short = { ...flight, photos: 16, plantsPerHa: 25 };

  it.each([
    { name: 'all but a third of it', gpsSigmaM: 0.5, driftSigmaM: Math.sqrt(1.5 ** 2 - 0.5 ** 2) },
    { name: 'all of it', gpsSigmaM: 0, driftSigmaM: 1.5 },
  ])('the radii do not shrink with the number of photos: $name', ({ gpsSigmaM, driftSigmaM }) => {
    const verdict = judge({ ...short, overlap: 0.7, gpsSigmaM, driftSigmaM }, 200);
    expect(verdict.within68).toBeGreaterThan(0.6);
    expect(verdict.within68).toBeLessThan(0.76);
    expect(verdict.within95).toBeGreaterThan(0.92);
  });

  it('they do not shrink either where the photos were fitted to each other, which tells how much is shared', () => {
    const survey = flySurvey({
      ...short,
      seed: 1,
      overlap: 0.8,
      gpsSigmaM: 0,
      yawSigmaDeg: 0,
      pitchSigmaDeg: 0,
    });
    const options = { flightId: 'f', threshold: 0.5 };
    const fitted = survey.detections.map((detection) => ({
      ...detection,
      uncertaintyM: 0.5,
      commonUncertaintyM: 0.4,
    }));
    const radii = mergeDetections(fitted, options).map(({ uncertaintyM }) => uncertaintyM);
    expect(radii.length).toBeGreaterThan(4);
    for (const radiusM of radii) {
      expect(radiusM).toBeGreaterThanOrEqual(0.4);
      expect(radiusM).toBeLessThanOrEqual(0.5 + 1e-9);
    }
    expect(Math.min(...radii)).toBeLessThan(0.45);
  });
});

describe('without errors in the tags', () => {
  it.each(overlaps)('plants are found where they stand, overlap %f', (overlap) => {
    const verdict = judge(
      { ...flight, photos: 40, overlap, gpsSigmaM: 0, yawSigmaDeg: 0, pitchSigmaDeg: 0 },
      4,
    );
    expect(verdict.medianErrorM).toBeLessThan(0.3);
    expect(verdict.p95ErrorM).toBeLessThan(1);
    expect(verdict.counted).toBeCloseTo(1, 2);
  });
});

describe('with a receiver worse than it claims', () => {
  it('views are joined all the same, and the radii grow', () => {
    const bad = { ...flight, photos: 40, spacingM: 9, overlap: 0.8, gpsSigmaM: 2.5 };
    const verdict = judge(bad, 10);
    expect(verdict.counted).toBeGreaterThan(0.95);
    expect(verdict.counted).toBeLessThan(1.1);
    expect(verdict.within95).toBeGreaterThan(0.8);
  });
});
