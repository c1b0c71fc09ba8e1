import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FlownFigures } from './render-flight.ts';

/** Flights that `write-flights.ts` rendered. */
export const flightsFile = fileURLToPath(new URL('../../core/drift/rendered-flights.jsonl', import.meta.url));

/** The first ones were flown under each change too: one of each size. */
export const changedFlights = 15;

/** The ground and the photos of a flight: from 6 to 20, each size in turn. */
export function orderOf(number: number): FlightOrder {
  return { seed: 5000 + number, photos: 6 + (number % 15) };
}

export interface FlightOrder {
  readonly seed: number;
  readonly photos: number;
}

/** A flight of the file. */
export interface FlownLine extends FlightOrder {
  readonly flights: readonly FlownFigures[];
}

/** A flight as a line; of each cell only the bins that hold something, `bin, count, bin, count`. */
export function lineOf(order: FlightOrder, flights: readonly FlownFigures[]): string {
  const short = flights.map(({ cells, ...figures }) => ({
    ...figures,
    cells: cells.map((counts) => counts.flatMap((count, bin) => (count === 0 ? [] : [bin, count]))),
  }));
  return `${JSON.stringify({ ...order, flights: short })}\n`;
}

/** The flights of the file. */
export function readFlights(): FlownLine[] {
  const lines = readFileSync(flightsFile, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { flights, ...order } = JSON.parse(line) as FlownLine;
    return { ...order, flights: flights.map((flight) => ({ ...flight, cells: flight.cells.map(longCell) })) };
  });
}

function longCell(pairs: readonly number[]): number[] {
  const counts = Array.from({ length: 20 }, () => 0);
  for (let i = 0; i < pairs.length; i += 2) counts[pairs[i]!] = pairs[i + 1]!;
  return counts;
}
