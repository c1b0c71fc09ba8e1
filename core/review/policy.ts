import { z } from 'zod';

/** Which tiles go to biologists. */
export const reviewPolicySchema = z.strictObject({
  /** Tiles with a confidence from `from` up to, but not including, `to` are uncertain. */
  uncertain: z
    .strictObject({ from: z.number().min(0).max(1), to: z.number().min(0).max(1) })
    .refine(({ from, to }) => from <= to, 'from must not be above to'),
  /** Share of all other tiles that is reviewed whatever the model says: the unbiased look at what it misses. */
  auditShare: z.number().min(0).max(1),
  /**
   * Share of photos from which the audit tiles are drawn. Cutting a tile costs a second decode of its photo, so the
   * sample is drawn in two stages: some photos, then tiles within them.
   */
  auditPhotoShare: z.number().min(0).max(1),
  /**
   * Largest share of a flight's photos that are decoded a second time for uncertain tiles. They are those that answer
   * most questions; what only other photos are unsure of is not asked this time.
   */
  uncertainPhotoShare: z.number().min(0).max(1).default(1),
});
export type ReviewPolicy = z.infer<typeof reviewPolicySchema>;

export const defaultReviewPolicy: ReviewPolicy = {
  uncertain: { from: 0.2, to: 0.8 },
  auditShare: 0.01,
  auditPhotoShare: 0.1,
  uncertainPhotoShare: 0.2,
};

/** Why a tile is reviewed. */
export type ReviewReason = 'uncertain' | 'audit';

/** The number of photos of a flight whose tiles may be audited: rounded up, so that a small flight has one. */
export function auditPhotoCount(photos: number, policy: ReviewPolicy): number {
  if (policy.auditShare === 0) return 0;
  return Math.min(photos, Math.ceil(photos * policy.auditPhotoShare));
}

/**
 * The ids of the photos to be audited: those with the smallest hash of run and photo, so that the choice does not
 * depend on order, names or time.
 */
export function chooseAuditPhotos(
  photoIds: readonly string[],
  runId: string,
  policy: ReviewPolicy,
): Set<string> {
  const ranked = photoIds
    .map((photoId) => ({ photoId, rank: hashUnit(`${runId}/${photoId}`) }))
    .sort((a, b) => a.rank - b.rank || (a.photoId < b.photoId ? -1 : 1));
  return new Set(ranked.slice(0, auditPhotoCount(photoIds.length, policy)).map(({ photoId }) => photoId));
}

/** A tile that goes to review. */
export interface ReviewChoice {
  readonly index: number;
  readonly reason: ReviewReason;
}

/**
 * The tiles of one photo that go to review, in tile order.
 * @param photo.audit whether the photo was chosen for the audit
 */
export function chooseReviewTiles(
  confidences: ArrayLike<number>,
  photo: { readonly photoId: string; readonly audit: boolean },
  { runId, review: policy }: { readonly runId: string; readonly review: ReviewPolicy },
): ReviewChoice[] {
  const chosen: ReviewChoice[] = [];
  const auditWithinPhoto =
    policy.auditPhotoShare > 0 ? Math.min(1, policy.auditShare / policy.auditPhotoShare) : 0;
  for (let index = 0; index < confidences.length; index++) {
    const confidence = confidences[index]!;
    if (confidence >= policy.uncertain.from && confidence < policy.uncertain.to) {
      chosen.push({ index, reason: 'uncertain' });
    } else if (photo.audit && hashUnit(`${runId}/${photo.photoId}/${index}`) < auditWithinPhoto) {
      chosen.push({ index, reason: 'audit' });
    }
  }
  return chosen;
}

/**
 * A number in 0..1 that depends on nothing but `text`: FNV-1a with the finaliser of MurmurHash3, 32 bits.
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/, https://github.com/aappleby/smhasher (both public domain).
 */
export function hashUnit(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
