import type { FlightFigures } from './flight-figures.ts';
import {
  type AdjustedReference,
  adjustPrevalence,
  histogramShift,
  type HistogramShift,
} from './histogram-shift.ts';
import { inputShift, type InputShift, medianOf } from './input-shift.ts';

/** What the confidences of a model should look like. */
export interface DriftReference {
  /** Share of tiles in each bin of confidence. */
  readonly histogram: readonly number[];
  /** Tiles that it was made from. */
  readonly tiles: number;
}

export type DriftLevel = 'steady' | 'watch' | 'alarm' | 'not-compared';

/** Why confidences are as they are, as far as figures can tell. */
export type DriftCause = 'none' | 'new-plants' | 'new-pictures' | 'model-or-look-alikes';

/** The judgement over one flight. */
export interface DriftAssessment {
  readonly flightId: string;
  readonly runId: string;
  readonly modelId: string;
  readonly surveyDate: string;
  readonly level: DriftLevel;
  readonly cause: DriftCause;
  /** Over all tiles, and over those alone in which the model sees at least something (0.05 and more). */
  readonly all: HistogramShift;
  readonly shown: HistogramShift;
  readonly prevalence: number;
  readonly referencePrevalence: number;
  readonly unsureShare: number;
  readonly referenceUnsureShare: number;
  readonly bandShares: FlightFigures['bandShares'];
  readonly input: InputShift;
  /** One sentence for people. */
  readonly says: string;
}

/**
 * Distances from which a change matters. The textbook's 0.25 is for populations spread over all bins; here some 95 % of
 * the tiles lie in the first, and 100 simulated flights of an unchanged model stay below 0.005 and 0.2.
 */
const matters = { all: 0.015, shown: 0.3 } as const;
/** Real flights vary more than simulated ones: what the earlier flights of the model do by themselves is not drift. */
const timesUsual = 3;
/** Chance below which a distance is believed, and below which it is where the pictures have changed too. */
const believedBelow = 1e-4;
const suspectedBelow = 0.01;
/** Of a distance that matters: enough where the pictures have changed too. */
const suspectedShare = 1 / 3;
/** Fewer tiles show no distribution. */
const fewestTiles = 200;
/** More or fewer plants than this many times the reference is news. */
const manyTimes = 3;

/** Whether a flight's confidences are those of the model that was accepted, and if not, why. */
export function assessDrift(
  flight: FlightFigures,
  reference: DriftReference | undefined,
  earlier: readonly FlightFigures[],
): DriftAssessment {
  // Without a reference the flight is its own: figures without a judgement.
  const known = reference ?? { histogram: flight.histogram, tiles: Infinity };
  const { all, shown, ...adjusted } = distancesOf(flight, known);
  const input = inputShift(flight, earlier);
  const limits = limitsOf(earlier, (one) => distancesOf(one, known));
  const isComparable = reference !== undefined && flight.tiles >= fewestTiles;
  const level = isComparable ? levelOf({ all, shown }, limits, input) : 'not-compared';
  const cause = causeOf({ level, input, times: adjusted.prevalence / adjusted.referencePrevalence });
  const { flightId, runId, modelId, surveyDate, unsureShare, bandShares } = flight;
  const about = { level, cause, all, shown, input, unsureShare };
  return {
    flightId,
    runId,
    modelId,
    surveyDate,
    bandShares,
    ...about,
    prevalence: adjusted.prevalence,
    referencePrevalence: adjusted.referencePrevalence,
    referenceUnsureShare: shareFrom(4, known.histogram) - shareFrom(16, known.histogram),
    says: sentence(about, reference !== undefined),
  };
}

interface Distances {
  readonly all: HistogramShift;
  readonly shown: HistogramShift;
}

function levelOf({ all, shown }: Distances, limits: Limits, input: InputShift): DriftLevel {
  const reaches = (share: number, chance: number) =>
    (all.psi >= share * limits.all && all.pValue < chance) ||
    (shown.psi >= share * limits.shown && shown.pValue < chance);
  const hasChanged = input.changes.length > 0;
  if (reaches(1, believedBelow) || (hasChanged && reaches(suspectedShare, suspectedBelow))) return 'alarm';
  return hasChanged || reaches(suspectedShare, believedBelow) ? 'watch' : 'steady';
}

interface Limits {
  readonly all: number;
  readonly shown: number;
}

/** Flights that show what is usual. */
const fewestFlights = 4;

/** From where a distance matters, with what the earlier flights are like. */
function limitsOf(
  earlier: readonly FlightFigures[],
  distancesOf: (flight: FlightFigures) => Distances,
): Limits {
  if (earlier.length < fewestFlights) return matters;
  const distances = earlier.map(distancesOf);
  return {
    all: Math.max(matters.all, timesUsual * medianOf(distances.map(({ all }) => all.psi))),
    shown: Math.max(matters.shown, timesUsual * medianOf(distances.map(({ shown }) => shown.psi))),
  };
}

/** Distances of a flight from the reference, as it would be with the flight's own share of plants. */
function distancesOf(flight: FlightFigures, reference: DriftReference): Distances & AdjustedReference {
  const seen = flight.histogram;
  const adjusted = adjustPrevalence(reference.histogram, seen);
  const compare = (from: number, variance: readonly number[]) =>
    histogramShift({
      seen: seen.map((count, bin) => (bin < from ? 0 : count)),
      expected: adjusted.expected.map((share, bin) => (bin < from ? 0 : share)),
      variance,
      referenceTiles: reference.tiles * shareFrom(from, reference.histogram),
    });
  return { ...adjusted, all: compare(0, flight.shareVariance), shown: compare(1, flight.shownVariance) };
}

function causeOf({
  level,
  input,
  times,
}: {
  level: DriftLevel;
  input: InputShift;
  times: number;
}): DriftCause {
  if (level === 'alarm' || level === 'watch')
    return input.changes.length > 0 ? 'new-pictures' : 'model-or-look-alikes';
  return level === 'steady' && (times > manyTimes || times < 1 / manyTimes) ? 'new-plants' : 'none';
}

/** Share of a histogram from a bin on. */
function shareFrom(from: number, histogram: readonly number[]): number {
  const total = histogram.reduce((sum, value) => sum + value, 0);
  return total === 0 ? 0 : histogram.reduce((sum, value, bin) => (bin < from ? sum : sum + value), 0) / total;
}

function sentence(
  { level, cause, all, shown, input }: Pick<DriftAssessment, 'level' | 'cause' | 'all' | 'shown' | 'input'>,
  hasReference: boolean,
): string {
  if (level === 'not-compared')
    return hasReference
      ? 'Too few tiles to compare.'
      : 'The model brings no reference of its confidences to compare with.';
  const figures = `PSI ${all.psi.toFixed(2)}, of tiles that show something ${shown.psi.toFixed(2)}`;
  if (cause === 'new-plants') return `Steady (${figures}), but with many more or fewer plants than usual.`;
  if (level === 'steady')
    return `Steady: the confidences are those that the model gave when it was made (${figures}).`;
  const changed = input.changes.map(({ property }) => property).join(' and ');
  const why =
    cause === 'new-pictures'
      ? `The pictures are others than before (${changed}): a new camera, height, light or season.`
      : input.compared
        ? 'The pictures are as before, so the model itself or plants that it never learned are the cause.'
        : 'There are too few earlier flights to say whether the pictures or the model changed.';
  if (level === 'watch' && cause === 'new-pictures' && all.psi < suspectedShare * matters.all)
    return `The pictures are others than before (${changed}), the confidences still as expected (${figures}): look at some.`;
  return `The confidences are not those of the model when it was made (${figures}). ${why}`;
}
