import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assessDrift, type DriftLevel } from '#core/drift/assess.ts';
import { momentsOf } from '#core/drift/cell-moments.ts';
import { type FlightFigures, flightFiguresSchema } from '#core/drift/flight-figures.ts';
import { type FlownLine, readFlights } from '../../bench/drift/flights-file.ts';
import type { Flown, FlownFigures } from '../../bench/drift/render-flight.ts';
import { simulateFlight } from './simulated-flights.ts';

/** Flights of 6 to 20 photos that were drawn and scored with the demo model: test/bench/drift/write-flights.ts. */
const lines = readFlights();
const { referenceHistogram, metrics } = JSON.parse(
  readFileSync(new URL('../../../models/demo-hogweed/model.json', import.meta.url), 'utf8'),
) as { readonly referenceHistogram: number[]; readonly metrics: { readonly testTiles: number } };
const reference = { histogram: referenceHistogram, tiles: metrics.testTiles };

function figuresOf({ seed, photos }: FlownLine, flown: FlownFigures): FlightFigures {
  const histogram = referenceHistogram.map((_, bin) =>
    flown.cells.reduce((sum, cell) => sum + cell[bin]!, 0),
  );
  return {
    ...simulateFlight(1, {}, 1, 4).figures,
    flightId: `flight-${seed}`,
    surveyDate: flown.surveyDate,
    photos,
    tiles: histogram.reduce((sum, count) => sum + count, 0),
    histogram,
    cells: momentsOf(flown.cells),
    brightness: { median: flown.brightness, photos },
    sharpness: { median: flown.sharpness, photos },
    gsdM: { median: flown.gsdM, photos },
  };
}

const unchanged = lines.map((line) => figuresOf(line, line.flights[0]!));
/** As the nightly function has them: the flights that ended before. */
const before = (number: number) => unchanged.slice(Math.max(0, number - 30), number);
const monthOf = ({ surveyDate }: FlightFigures) => surveyDate.slice(0, 7);
const count = (levels: readonly DriftLevel[], level: DriftLevel) =>
  levels.filter((one) => one === level).length;

describe('drift on rendered flights of 6 to 20 photos', () => {
  it('raises at most one false alarm in 100 unchanged flights, alone and beside earlier ones', () => {
    expect(new Set(lines.map(({ photos }) => photos)).size).toBe(15);
    const alone = unchanged.map((figures) => assessDrift(figures, reference, []).level);
    const beside = unchanged.map((figures, i) => assessDrift(figures, reference, before(i)).level);
    for (const levels of [alone, beside]) {
      expect(count(levels, 'alarm')).toBeLessThanOrEqual(Math.floor(lines.length / 100));
      expect(count(levels, 'steady')).toBeGreaterThan(0.8 * lines.length);
    }
  });

  it('raises none on flights as the demo flies them: six photos of 20 megapixels, through the whole pipeline', () => {
    const file = new URL('demo-flights.jsonl', import.meta.url);
    const flown = readFileSync(file, 'utf8').trim().split('\n');
    const flights = flown.map((line) => flightFiguresSchema.parse(JSON.parse(line)));
    expect(flights).toHaveLength(6);
    for (const figures of flights) {
      // Those of July: a flight in May is one in a new season beside them, and judged by itself.
      const others = flights.filter((other) => other !== figures && monthOf(other) === monthOf(figures));
      for (const earlier of [[], others])
        expect(['steady', 'watch', 'too-few']).toContain(assessDrift(figures, reference, earlier).level);
    }
  });

  it.each(['near-infrared', 'hard contrast', 'autumn', 'shuffled'] satisfies Flown[])(
    'raises the alarm on the first flight: %s',
    (change) => {
      const flown = lines.flatMap((line) =>
        line.flights.filter((flight) => flight.flown === change).map((flight) => figuresOf(line, flight)),
      );
      expect(flown).toHaveLength(15);
      const earlier = unchanged.slice(-30);
      expect(
        flown.map((figures) => [figures.photos, assessDrift(figures, reference, earlier).level]),
      ).toEqual(flown.map(({ photos }) => [photos, 'alarm']));
    },
  );
});
