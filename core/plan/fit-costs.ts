import {
  type CostStage,
  costStages,
  type FlightShape,
  type StageCost,
  type StageCosts,
  timesOf,
} from './stage-cost.ts';

/** A flight that was run, and the CPU seconds of its stages. */
export interface MeasuredFlight {
  readonly shape: FlightShape;
  readonly stagesCpuS: Readonly<Record<CostStage, number>>;
}

/**
 * The costs that explain measured flights best: least squares of the relative errors, no cost below zero.
 * @param flights at least four, of different lengths, pixels and tiles, or the parts cannot be told apart
 * @param inferTileS of the engine alone: it is taken out of the scoring's tiles
 */
export function fitCosts(flights: readonly MeasuredFlight[], inferTileS: number): StageCosts {
  const entries = costStages.map((stage) => [stage, fitStage(stage, flights)] as const);
  const stages = Object.fromEntries(entries) as Record<CostStage, StageCost>;
  const { score } = stages;
  // A machine that did other things at the same time can make the engine alone the dearer one.
  const scoring = { ...score, tileS: Math.max(0, score.tileS - inferTileS) };
  return { stages: { ...stages, score: scoring }, inferTileS };
}

function fitStage(stage: CostStage, flights: readonly MeasuredFlight[]): StageCost {
  const rows = flights.map(({ shape, stagesCpuS }) => ({
    times: timesOf(stage, shape),
    cpuS: stagesCpuS[stage],
  }));
  const [runS = 0, photoS = 0, megapixelS = 0, tileS = 0] = leastSquares(
    // Divided by what was measured: a second too much is nothing in a long flight.
    rows.filter(({ cpuS }) => cpuS > 0).map(({ times, cpuS }) => times.map((time) => time / cpuS)),
  );
  return { runS, photoS, megapixelS, tileS };
}

/** Rounds of going over the unknowns one by one, and the change of all of them, in shares of what they explain, that is none. */
const rounds = 50_000;
const settled = 1e-9;

/**
 * x >= 0 that brings every row's sum of `row[i] * x[i]` closest to one. Coordinate descent: each unknown in turn takes the
 * value that is best for it alone, or zero. Source: Franc, Hlavac, Navara: Sequential Coordinate-wise Algorithm for the
 * Non-negative Least Squares Problem, CAIP 2005.
 */
function leastSquares(rows: readonly (readonly number[])[]): number[] {
  const size = rows[0]?.length ?? 0;
  const squares = Array.from({ length: size }, (_, i) => rows.reduce((sum, row) => sum + row[i]! ** 2, 0));
  const x = Array.from({ length: size }, () => 0);
  const rest = rows.map(() => 1);
  for (let round = 0, change = 1; round < rounds && change > settled; round++) {
    change = 0;
    for (let i = 0; i < size; i++) {
      if (squares[i] === 0) continue;
      const gradient = rows.reduce((sum, row, j) => sum + row[i]! * rest[j]!, 0);
      const next = Math.max(0, x[i]! + gradient / squares[i]!);
      const step = next - x[i]!;
      x[i] = next;
      change = Math.max(change, Math.abs(step) * Math.sqrt(squares[i]!));
      for (const [j, row] of rows.entries()) rest[j]! -= step * row[i]!;
    }
  }
  return x;
}
