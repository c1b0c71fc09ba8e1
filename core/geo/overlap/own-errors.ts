/** A photo's move in a fit, against what was known before and after. */
export interface FittedMove {
  readonly eastM: number;
  readonly northM: number;
  /** Variance of each axis before the fit, square metres. */
  readonly before2: number;
  /** Sum of the variances of both axes after it. */
  readonly after2: number;
}

/** How the errors of position of a flight's photos go together. */
export interface OwnErrors {
  /** Variance that each photo has for itself, as a share of the stated one; above 1: photos scatter more than stated. */
  readonly ownShare: number;
  /** Variance that all photos have in common, as a share of the stated one: no overlap shows it, no fit takes it away. */
  readonly sharedShare: number;
  /** Photos in a row that have one error, as a slowly drifting receiver gives them; 1: each has its own. */
  readonly runLength: number;
}

/** A share may be this many of its own sigmas off by chance. */
const chanceSigmas = 1.5;
/** Fewer independent moves tell nothing of how they scatter. */
const leastFreedom = 4;

/**
 * How far moves scatter, against what the photos state of themselves. Where they scatter as stated, errors are each
 * photo's own and average out; where photos agreed from the start, they share the receiver's whole error.
 * A move is expected to have the variance that the fit took away: where overlap cannot tell, moves are 0.
 */
export function ownErrors(moves: readonly FittedMove[]): OwnErrors {
  const freedom = moves.reduce((sum, { before2, after2 }) => sum + Math.max(0, 2 - after2 / before2), 0);
  if (freedom < leastFreedom) return { ownShare: 1, sharedShare: 1, runLength: 1 };
  const squares = moves.reduce(
    (sum, { eastM, northM, before2 }) => sum + (eastM ** 2 + northM ** 2) / before2,
    0,
  );
  const ratio = squares / freedom;
  const slack = chanceSigmas * Math.sqrt(2 / freedom);
  const ownShare = ratio < 1 ? Math.min(1, ratio * (1 + slack)) : Math.max(1, ratio * (1 - slack));
  return { ownShare, sharedShare: Math.max(0, 1 - ownShare), runLength: runLengthOf(moves) };
}

/** Members of a series for each independent one. Source: Bayley and Hammersley 1946, J. R. Statist. Soc. 8(2). */
function runLengthOf(moves: readonly FittedMove[]): number {
  let [together, alone] = [0, 1e-12];
  moves.forEach(({ eastM, northM }, i) => {
    const next = moves[i + 1];
    if (next !== undefined) together += eastM * next.eastM + northM * next.northM;
    alone += eastM * eastM + northM * northM;
  });
  const byChance = chanceSigmas / Math.sqrt(2 * moves.length);
  const correlation = Math.max(0, Math.min(0.95, together / alone - byChance));
  return (1 + correlation) / (1 - correlation);
}
