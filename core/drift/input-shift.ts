import type { FlightFigures } from './flight-figures.ts';

/** Which of the pictures' own properties are not as they were in earlier flights. */
export interface InputShift {
  /** False: too few earlier flights to compare with. */
  readonly compared: boolean;
  readonly changes: readonly InputChange[];
}

export interface InputChange {
  readonly property: 'brightness' | 'sharpness' | 'ground sample distance' | 'season';
  readonly now: number;
  readonly usual: number;
}

/** So many flights show what is usual. */
const fewestFlights = 4;
/** Standard deviations between flights from which a property is another one. */
const farSigmas = 4;
/** Smallest standard deviation that flights are believed to have, as natural logarithms: clouds and heights vary by so much. */
const leastSigma = { brightness: 0.12, sharpness: 0.3, gsdM: 0.12 } as const;
/** Days out of the season of the earlier flights. */
const seasonDays = 45;

/** What is new in a flight's pictures beside those of earlier flights with the same model. */
export function inputShift(flight: FlightFigures, earlier: readonly FlightFigures[]): InputShift {
  if (earlier.length < fewestFlights) return { compared: false, changes: [] };
  const changes: InputChange[] = [];
  const names = { brightness: 'brightness', sharpness: 'sharpness', gsdM: 'ground sample distance' } as const;
  for (const property of ['brightness', 'sharpness', 'gsdM'] as const) {
    const now = flight[property]?.median;
    const known = earlier.flatMap((one) => one[property]?.median ?? []).filter((value) => value > 0);
    if (now === undefined || now <= 0 || known.length < fewestFlights) continue;
    const logs = known.map((value) => Math.log(value));
    const usual = medianOf(logs);
    // 1.4826 times the median deviation is the standard deviation of a normal distribution.
    const sigma = Math.max(
      leastSigma[property],
      1.4826 * medianOf(logs.map((value) => Math.abs(value - usual))),
    );
    if (Math.abs(Math.log(now) - usual) > farSigmas * sigma)
      changes.push({ property: names[property], now, usual: Math.exp(usual) });
  }
  const season = seasonChange(flight, earlier);
  return { compared: true, changes: season === undefined ? changes : [...changes, season] };
}

function seasonChange(flight: FlightFigures, earlier: readonly FlightFigures[]): InputChange | undefined {
  const now = dayOfYear(flight.surveyDate);
  const distances = earlier.map(({ surveyDate }) => {
    const apart = Math.abs(dayOfYear(surveyDate) - now);
    return { apart: Math.min(apart, 365 - apart), day: dayOfYear(surveyDate) };
  });
  const nearest = distances.reduce((a, b) => (b.apart < a.apart ? b : a));
  return nearest.apart > seasonDays ? { property: 'season', now, usual: nearest.day } : undefined;
}

function dayOfYear(date: string): number {
  return (
    Math.round(
      (Date.parse(`${date}T00:00:00Z`) - Date.parse(`${date.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000,
    ) + 1
  );
}

/** The middle value; NaN of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
