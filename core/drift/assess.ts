import type { FlightFigures } from './flight-figures.ts';
import { histogramShift, type HistogramShift } from './histogram-shift.ts';
import { inputShift, type InputShift, medianOf } from './input-shift.ts';
import { type AdjustedReference, adjustPrevalence } from './prevalence.ts';
import { sentenceOf } from './sentence.ts';

/** What the confidences of a model should look like. */
export interface DriftReference {
  /** Share of tiles in each bin of confidence. */
  readonly histogram: readonly number[];
  /** Tiles that it was made from. */
  readonly tiles: number;
}

/** `too-few`: the photos show too little ground to say anything; `not-compared`: there is no reference. */
export type DriftLevel = 'steady' | 'watch' | 'alarm' | 'too-few' | 'not-compared';

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
  /** Pieces of ground that the photos show: overlapping photos show the same ones. */
  readonly groundCells: number;
  /** Shares of the bins that the reference would have with the flight's own share of plants. */
  readonly expected: readonly number[];
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
 * How many times as often, or as seldom, as in the reference a flight of an unchanged model may see something in a tile without
 * plants: ground has more or less of what looks alike. Rendered flights of the demo model were at 0.6 to 2.9 times (ADR 18).
 */
const lookAlikeTimes = 3;
/** Distance of the tiles that show something up to which flights differ, however many tiles they have. */
const betweenShown = 0.3;
/** Real ground may vary more than rendered ground: what the earlier flights of a model do by themselves is not drift. */
const timesUsual = 3;
/** Flights that show what is usual. */
const fewestFlights = 4;
/** Above the medians of rendered flights, 2.1 and 1.4: a tile that shows something has few that are alike. */
const usualDesign = { all: 3, shown: 1.5 } as const;
/** Pieces of ground and tiles that a judgement needs at least: fewer show no distribution. */
const fewestCells = 6;
const fewestTiles = 200;
/**
 * Where only a larger distance could be told from chance, silence means nothing: this one is between a model that sees
 * something in 4 % of the tiles and one that does in 10 %.
 */
const widestBound = 0.1;
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
  const usual = usualOf(earlier, known);
  const { all, shown, ...adjusted } = distancesOf(flight, known, usual);
  const input = inputShift(flight, earlier);
  const level = reference === undefined ? 'not-compared' : levelOf(flight, { all, shown }, input);
  const cause = causeOf({ level, input, times: adjusted.prevalence / adjusted.referencePrevalence });
  const { flightId, runId, modelId, surveyDate, unsureShare, bandShares } = flight;
  const about = { level, cause, all, shown, input, unsureShare, groundCells: groundCellsOf(flight) };
  return {
    flightId,
    runId,
    modelId,
    surveyDate,
    bandShares,
    ...about,
    expected: adjusted.expected,
    prevalence: adjusted.prevalence,
    referencePrevalence: adjusted.referencePrevalence,
    referenceUnsureShare: shareFrom(4, known.histogram) - shareFrom(16, known.histogram),
    says: sentenceOf(about),
  };
}

interface Distances {
  readonly all: HistogramShift;
  readonly shown: HistogramShift;
}

function levelOf(flight: FlightFigures, { all, shown }: Distances, input: InputShift): DriftLevel {
  if (flight.tiles < fewestTiles || groundCellsOf(flight) < fewestCells) return 'too-few';
  const reaches = (bound: 'suspect' | 'watch' | 'alarm') =>
    [all, shown].some(({ psi, bounds }) => bounds !== undefined && psi >= bounds[bound]);
  const hasChanged = input.changes.length > 0;
  if (reaches('alarm') || (hasChanged && reaches('suspect'))) return 'alarm';
  if (all.bounds === undefined || all.bounds.alarm > widestBound) return 'too-few';
  return hasChanged || reaches('watch') ? 'watch' : 'steady';
}

/** Pieces of ground; in figures of before they were counted five photos in a row stand for one. */
function groundCellsOf({ cells, photos }: FlightFigures): number {
  return cells?.count ?? Math.ceil(photos / 5);
}

/** What earlier flights of the model do by themselves, as distances. */
type Usual = Readonly<Record<'all' | 'shown', number>>;
const nothingUsual: Usual = { all: 0, shown: 0 };

/** The median distance of earlier flights, less what chance makes of one of their size; 0 where there are few. */
function usualOf(earlier: readonly FlightFigures[], reference: DriftReference): Usual {
  if (earlier.length < fewestFlights) return nothingUsual;
  const distances = earlier.map((one) => distancesOf(one, reference, nothingUsual));
  const usual = (which: keyof Usual) =>
    medianOf(distances.map(({ [which]: { psi, bounds } }) => Math.max(0, psi - (bounds?.byChance ?? 0))));
  return { all: usual('all'), shown: usual('shown') };
}

/**
 * Distance up to which two flights of an unchanged model differ, however many tiles they have: that of so many times the rate of
 * look-alikes. PSI counts what is too much more than what is missing: up, it has no end, down to nothing it is small.
 */
function betweenAll(seen: readonly number[], { expected, lookAlikes }: AdjustedReference): number {
  const isMore = shareFrom(1, seen) >= shareFrom(1, expected);
  const change = isMore ? lookAlikeTimes - 1 : 1 - 1 / lookAlikeTimes;
  return lookAlikes * change * Math.log(lookAlikeTimes);
}

/** Distances of a flight from the reference, as it would be with the flight's own share of plants. */
function distancesOf(
  flight: FlightFigures,
  reference: DriftReference,
  usual: Usual,
): Distances & AdjustedReference {
  const adjusted = adjustPrevalence(reference.histogram, flight.histogram);
  const between = { all: betweenAll(flight.histogram, adjusted), shown: betweenShown };
  const compare = (which: keyof Usual, from: number) =>
    histogramShift({
      seen: flight.histogram,
      from,
      adjusted,
      cells: flight.cells,
      usualDesign: usualDesign[which],
      referenceTiles: reference.tiles * shareFrom(from, reference.histogram),
      // Chance comes to it (`histogram-shift.ts`).
      between: Math.max(between[which], timesUsual * usual[which]),
    });
  return { ...adjusted, all: compare('all', 0), shown: compare('shown', 1) };
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
