import type { EnvironmentKey } from '#core/environment.ts';

/** A table, and how a deletion deals with what a flight left in it. */
export interface ItemPlace {
  readonly table: EnvironmentKey;
  readonly answer: ItemAnswer;
}

export type ItemAnswer =
  /** The flight's partition goes. */
  | { readonly by: 'flight'; readonly sort: string }
  /** The partition of each of its runs goes. */
  | { readonly by: 'run'; readonly sort: string }
  /** It goes after everything else: it says that there is a flight. */
  | { readonly by: 'last' }
  /** A step of its own looks into the items. */
  | { readonly by: 'step'; readonly step: 'emptyQueue' | 'forgetAnswers' }
  /** It stays, with the reason. */
  | { readonly by: 'nobody'; readonly because: string };

/** Every table. One that is not here fails a test, as a folder of `objectPlaces` does. */
export const itemPlaces: readonly ItemPlace[] = [
  { table: 'photosTable', answer: { by: 'flight', sort: 'sk' } },
  { table: 'labelsTable', answer: { by: 'flight', sort: 'sk' } },
  { table: 'fieldMarksTable', answer: { by: 'flight', sort: 'sk' } },
  { table: 'scoresTable', answer: { by: 'run', sort: 'photoId' } },
  { table: 'reviewsTable', answer: { by: 'run', sort: 'tileId' } },
  { table: 'flightsTable', answer: { by: 'last' } },
  { table: 'reviewQueueTable', answer: { by: 'step', step: 'emptyQueue' } },
  { table: 'idempotencyTable', answer: { by: 'step', step: 'forgetAnswers' } },
  { table: 'modelsTable', answer: { by: 'nobody', because: 'States of models name no flight.' } },
  {
    table: 'auditTable',
    answer: { by: 'nobody', because: 'Who decided what about models; a chain in which nothing changes.' },
  },
];
