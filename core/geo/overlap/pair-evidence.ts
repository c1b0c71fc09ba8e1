import type { GroundPyramid } from './ground-raster.ts';
import { bestMatch, matchEvidence, minCells, type Match } from './match.ts';
import type { Pair } from './neighbours.ts';

/** Is the photo's picture as it was taken (0), or turned by half a turn (1)? */
export type Turn = 0 | 1;

/** What the common ground of two photos says about their turns. */
export interface PairEvidence extends Pair {
  /** Logarithm of the odds for the turns [of a][of b]; 0 = nothing seen. */
  readonly odds: readonly [readonly [number, number], readonly [number, number]];
  /** The best match for the turns [of a][of b], where one was looked for. */
  readonly matches: readonly (readonly [a: Turn, b: Turn, match: Match])[];
}

/** What the comparison has to know of a photo. */
export interface RasterSource {
  /** The photo on the ground as stored (0) or turned (1); undefined when it shows no ground. Evidence counts middle cells. */
  readonly ground: (photo: number, turn: Turn) => GroundPyramid | undefined;
  /** Where the camera was, cells east and north. */
  readonly position: (photo: number) => readonly [col: number, row: number];
  /** One sigma of each axis of the distance between two photos' contents, cells. */
  readonly sigmaCells: (pair: Pair) => number;
  /** Moves that are looked at, cells. */
  readonly radius: number;
}

/** A match this good between two photos as stored settles their case: the other turns are not looked at. */
const settledScore = 5;

/** The evidence of a pair. An ordinary pair costs a quick look, a doubtful one four searches. */
export function pairEvidence(pair: Pair, source: RasterSource): PairEvidence {
  const quick = quickLook(pair, source);
  if (quick !== undefined && quick.score >= settledScore) {
    return {
      ...pair,
      matches: [[0, 0, quick]],
      odds: oddsOf(
        pair,
        [
          [quick, undefined],
          [undefined, undefined],
        ],
        source,
      ),
    };
  }
  const search = (a: Turn, b: Turn): Match | undefined => {
    const first = source.ground(pair.a, a)?.middle;
    const second = source.ground(pair.b, b)?.middle;
    return first === undefined || second === undefined
      ? undefined
      : bestMatch(first, second, { radius: source.radius });
  };
  const found = [
    [search(0, 0), search(0, 1)],
    [search(1, 0), search(1, 1)],
  ] as const;
  const matches = ([0, 1] as const).flatMap((a) =>
    ([0, 1] as const).flatMap((b) => {
      const match = found[a][b];
      return match === undefined ? [] : [[a, b, match] as const];
    }),
  );
  return { ...pair, matches, odds: oddsOf(pair, found, source) };
}

/** The best match of the photos as stored near where it lies on the coarser grid. */
function quickLook(pair: Pair, source: RasterSource): Match | undefined {
  const [a, b] = [source.ground(pair.a, 0), source.ground(pair.b, 0)];
  if (a === undefined || b === undefined) return undefined;
  const radius = Math.ceil(source.radius / 2);
  const rough = bestMatch(a.coarse, b.coarse, { radius, minCells: minCells / 4 });
  return rough === undefined
    ? undefined
    : bestMatch(a.middle, b.middle, { radius: 2, startCol: 2 * rough.dCol, startRow: 2 * rough.dRow });
}

type Found = readonly [
  readonly [Match | undefined, Match | undefined],
  readonly [Match | undefined, Match | undefined],
];

/**
 * Two photos that are both turned look like two that are not, only moved by twice their distance: the picture tells
 * same or different, and the move tells which, as far as positions are known.
 */
function oddsOf(pair: Pair, found: Found, source: RasterSource): PairEvidence['odds'] {
  const [[m00, m01], [m10, m11]] = found;
  const same = Math.max(matchEvidence(m00), matchEvidence(m11));
  const different = Math.max(matchEvidence(m01), matchEvidence(m10));
  const sigma = source.sigmaCells(pair);
  /** What the picture says, less what the move costs; never below "nothing seen", or doubts would prove the opposite. */
  const oddsFor = (seen: number, match: Match | undefined, other: Match | undefined): number => {
    const isSeen = match !== undefined && matchEvidence(match) > 0;
    const cells = isSeen ? Math.hypot(match.dCol, match.dRow) : otherMove(pair, other, source);
    return Math.max(0, seen - Math.min(cells, source.radius) ** 2 / (2 * sigma * sigma));
  };
  return [
    [oddsFor(same, m00, m11), oddsFor(different, m01, m10)],
    [oddsFor(different, m10, m01), oddsFor(same, m11, m00)],
  ];
}

/** Move that the same alignment needs under the opposite turns: twice the distance of the cameras, less what was found. */
function otherMove(pair: Pair, other: Match | undefined, source: RasterSource): number {
  const [colA, rowA] = source.position(pair.a);
  const [colB, rowB] = source.position(pair.b);
  return Math.max(
    0,
    2 * Math.hypot(colB - colA, rowB - rowA) - Math.hypot(other?.dCol ?? 0, other?.dRow ?? 0),
  );
}
