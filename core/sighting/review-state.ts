/** What a person says of a sighting, from its photographs. */
export type ReviewState = 'unreviewed' | 'confirmed' | 'rejected' | 'unsure';

/** Every review state. */
export const reviewStates: readonly ReviewState[] = ['unreviewed', 'confirmed', 'rejected', 'unsure'];

/** The review state of a sighting; nobody has looked unless it says so. */
export function reviewOf({ review }: { readonly review?: ReviewState }): ReviewState {
  return review ?? 'unreviewed';
}

/** Whether a crew may be sent to a sighting: not where a person has seen that it is no hogweed. */
export function isStanding(sighting: { readonly review?: ReviewState }): boolean {
  return reviewOf(sighting) !== 'rejected';
}

/** A review state as a sentence part. */
export const reviewWords: Readonly<Record<ReviewState, string>> = {
  unreviewed: 'not checked by a person',
  confirmed: 'confirmed by a person',
  rejected: 'rejected by a person: no hogweed',
  unsure: 'a person was not sure',
};
