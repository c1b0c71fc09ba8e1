import { byTile, standingLabels, verdictOf } from '../label/standing.ts';
import type { Label } from '../label/label.ts';
import type { FlightFigures } from './flight-figures.ts';
import { type AuditEstimate, estimateTotal } from './missed-plants.ts';

/** What the audit of a run says of its model. */
export interface AuditFindings {
  /** Tiles asked in the audit, and those with a clear answer. */
  readonly asked: number;
  readonly answered: number;
  /** Share of the clear answers that the model agrees with; absent: none. */
  readonly agreement?: number;
  /** Tiles with hogweed that the model called empty, in the whole flight; absent: too few answers. */
  readonly missed?: AuditEstimate;
}

/** The findings of a run's audit from the labels of its flight; answers that were taken back do not count. */
export function auditFindings(figures: FlightFigures, labels: Iterable<Label>): AuditFindings {
  const { threshold, drawn, tileShare } = figures.audit;
  const asked = drawn.reduce((sum, photo) => sum + photo.asked, 0);
  const perPhoto = new Map(drawn.map(({ photoId }) => [photoId, { answered: 0, hits: 0 }]));
  let agreed = 0;
  let answered = 0;
  for (const history of byTile(labels).values()) {
    const standing = standingLabels(history).filter(
      // In a decision on many nobody looked at the tile by itself: such an answer would be the model's own.
      ({ reason, runId, bulk }) => reason === 'audit' && runId === figures.runId && bulk !== true,
    );
    const [first] = standing;
    const photo = first === undefined ? undefined : perPhoto.get(first.photoId);
    const verdict = verdictOf(standing);
    if (photo === undefined || first?.confidence === undefined) continue;
    if (verdict !== 'hogweed' && verdict !== 'not-hogweed') continue;
    const isDetection = first.confidence >= threshold;
    answered++;
    photo.answered++;
    if ((verdict === 'hogweed') === isDetection) agreed++;
    if (verdict === 'hogweed' && !isDetection) photo.hits++;
  }
  const missed =
    asked === 0
      ? undefined
      : estimateTotal({
          photos: figures.photos,
          drawn: [...perPhoto.values()],
          // Tiles that nobody answered yet are taken to be like those that were.
          tileShare: tileShare * (answered / asked),
        });
  return {
    asked,
    answered,
    ...(answered === 0 ? {} : { agreement: agreed / answered }),
    ...(missed === undefined ? {} : { missed }),
  };
}

/** Whether a flight surely misses more than this share of its tiles with hogweed. */
export function missesTooMany(figures: FlightFigures, { missed }: AuditFindings, mostShare = 0.3): boolean {
  if (missed === undefined) return false;
  const { certain, probable, possible } = figures.bandShares;
  const found = (certain + probable + possible) * figures.tiles;
  return missed.low > (found + missed.low) * mostShare;
}
