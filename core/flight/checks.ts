import { z } from 'zod';
import { flagSentence } from '../geo/flags.ts';

/** The stages of a run whose work is checked, beside the model's own sanity tiles, which always stop a run. */
export const checkedStages = ['tiling', 'pose', 'scores'] as const;
export type CheckedStage = (typeof checkedStages)[number];

/** What a failed check does: ends the run before more is spent on it, or stands in its results. */
const checkActionSchema = z.enum(['stop', 'flag']);

/** What a failed check of each stage does; default: `flag`. */
export const checkPolicySchema = z.strictObject({
  tiling: checkActionSchema.optional(),
  pose: checkActionSchema.optional(),
  scores: checkActionSchema.optional(),
});
export type CheckPolicy = z.infer<typeof checkPolicySchema>;

/** How the work of one stage of a run turned out. */
export const stageCheckSchema = z.strictObject({
  stage: z.enum(checkedStages),
  outcome: z.enum(['passed', 'failed', 'not-checked']),
  /** One sentence with the figures that decided. */
  message: z.string(),
  figures: z.record(z.string(), z.number()),
});
export type StageCheck = z.infer<typeof stageCheckSchema>;

/** More unusable photos than this: something is wrong with the card or the upload. */
const mostUnusable = 0.2;

export interface TilingFigures {
  readonly photos: number;
  /** Photos without a sheet, whatever the reason. */
  readonly unusable: number;
  /** Photos whose sheet does not hold the tiles that the tiling asks for. */
  readonly miscounted: number;
}

/** Whether the photos became the tiles that the run asked for. */
export function checkTiling({ photos, unusable, miscounted }: TilingFigures): StageCheck {
  const figures = { photos, unusable, miscounted };
  const check = (outcome: StageCheck['outcome'], message: string): StageCheck => ({
    stage: 'tiling',
    outcome,
    message,
    figures,
  });
  if (photos === 0) return check('not-checked', 'There are no photos.');
  if (miscounted > 0)
    return check('failed', `${miscounted} of ${photos} photos have other tiles than the tiling asks for.`);
  const text = `${unusable} of ${photos} photos could not be used; at most ${percent(mostUnusable)} are expected.`;
  return check(unusable > mostUnusable * photos ? 'failed' : 'passed', text);
}

/** Flags after which a photo's place may be far off. */
const doubtfulFlags: ReadonlySet<string> = new Set([
  'gps.contradictory',
  'attitude.contradictory',
  'attitude.yaw-disagrees',
  'attitude.upside-down',
  'height.implausible',
  'height.too-low',
  'focal.contradictory',
  'photo.maybe-turned',
  'photo.turned-sideways',
  'photo.cropped',
]);
/** More photos without a place, or with a doubtful one, than this. */
const mostUnplaced = 0.2;
const mostDoubtful = 0.3;
/** Neighbours that put the same ground further apart than this, metres, after they were fitted together. */
const mostApartM = 5;

export interface PoseFigures {
  /** Photos that were tiled. */
  readonly photos: number;
  readonly unplaced: number;
  /** How many photos carry each flag. */
  readonly flags: ReadonlyMap<string, number>;
  /** Photos with one doubtful flag or more. */
  readonly doubtful: number;
  /** How far apart neighbours put the same ground, metres; undefined where none were compared. */
  readonly apartM: number | undefined;
}

/** Whether a photo's flags make its place doubtful. */
export function isDoubtful(flags: readonly string[]): boolean {
  return flags.some((flag) => doubtfulFlags.has(flag));
}

/** Whether the places of the photos can be relied on. */
export function checkPose({ photos, unplaced, flags, doubtful, apartM }: PoseFigures): StageCheck {
  const figures = { photos, unplaced, doubtful, ...(apartM === undefined ? {} : { apartM }) };
  const check = (outcome: StageCheck['outcome'], message: string): StageCheck => ({
    stage: 'pose',
    outcome,
    message,
    figures,
  });
  if (photos === 0) return check('not-checked', 'No photo was tiled.');
  if (unplaced > mostUnplaced * photos)
    return check(
      'failed',
      `${unplaced} of ${photos} photos have no place; at most ${percent(mostUnplaced)} are expected.`,
    );
  if (doubtful > mostDoubtful * photos) {
    const [flag] = [...flags]
      .filter(([code]) => doubtfulFlags.has(code))
      .sort(([, a], [, b]) => b - a)[0] ?? [''];
    return check(
      'failed',
      `The places of ${doubtful} of ${photos} photos are doubtful; at most ${percent(mostDoubtful)} are expected. Most often: ${flagSentence(flag)}`,
    );
  }
  if (apartM !== undefined && apartM > mostApartM)
    return check(
      'failed',
      `Neighbouring photos put the same ground ${apartM.toFixed(1)} m apart; at most ${mostApartM} m are expected.`,
    );
  const apart = apartM === undefined ? '' : `, neighbours agree within ${Math.max(0.1, apartM).toFixed(1)} m`;
  return check(
    'passed',
    `${photos - unplaced} of ${photos} photos have a place, ${doubtful} of them a doubtful one${apart}.`,
  );
}

/**
 * Furthest that a flight's confidences may be from those that the model gave while it was made: Jensen-Shannon distance,
 * 0..1. Simulated flights lie at 0.05 to 0.1 from the demo model's reference, a beach without hogweed at 0.2, a stand of another
 * species that the model was never shown at 0.5.
 */
const mostDistance = 0.3;
/** Fewer tiles show no distribution. */
const fewestTiles = 200;

export interface ScoreFigures {
  /** Tiles by confidence: counts in 20 equal bins. */
  readonly histogram: readonly number[];
  /** Shares in the same bins, from the model's package; undefined where it brings none. */
  readonly reference: readonly number[] | undefined;
  /** Tiled photos without a confidence for each of their tiles. */
  readonly unscored: number;
}

/** Whether the confidences look like those that the model gave while it was made. */
export function checkScores({ histogram, reference, unscored }: ScoreFigures): StageCheck {
  const tiles = histogram.reduce((sum, count) => sum + count, 0);
  const distance = reference === undefined ? undefined : distributionDistance(histogram, reference);
  const check = (outcome: StageCheck['outcome'], message: string): StageCheck => ({
    stage: 'scores',
    outcome,
    message,
    figures: { tiles, unscored, ...(distance === undefined || tiles === 0 ? {} : { distance }) },
  });
  if (unscored > 0) return check('failed', `${unscored} photos have no confidence for each of their tiles.`);
  if (distance === undefined)
    return check('not-checked', 'The model brings no reference of its confidences to compare with.');
  if (tiles < fewestTiles)
    return check('not-checked', `${tiles} tiles are too few to compare their confidences.`);
  const text = `The confidences are ${distance.toFixed(2)} from those that the model gave when it was made; at most ${mostDistance} is expected.`;
  return distance > mostDistance
    ? check(
        'failed',
        `${text} It may never have seen such ground, light or height: trust nothing before people have looked.`,
      )
    : check('passed', text);
}

/**
 * How different two histograms are, 0 = alike, 1 = nothing in common: the square root of the Jensen-Shannon divergence to
 * base 2. Source: Endres and Schindelin 2003, IEEE Transactions on Information Theory 49:1858.
 */
export function distributionDistance(a: readonly number[], b: readonly number[]): number {
  const [sumA, sumB] = [a, b].map((values) => values.reduce((sum, value) => sum + value, 0)) as [
    number,
    number,
  ];
  let divergence = 0;
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i]! / sumA, (b[i] ?? 0) / sumB];
    if (p > 0) divergence += (p * Math.log2((2 * p) / (p + q))) / 2;
    if (q > 0) divergence += (q * Math.log2((2 * q) / (p + q))) / 2;
  }
  return Math.sqrt(Math.min(1, Math.max(0, divergence)));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
