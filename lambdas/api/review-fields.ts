import { z } from 'zod';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import { hashUnit } from '#core/review/policy.ts';
import { type QueueReason, whyAsked } from '#core/review/queue.ts';
import { cursorOf, type QueueEntry } from '#platform/tables/review-queue-table.ts';
import {
  type ApiCall,
  type ApiField,
  idempotencyKeySchema,
  mutation,
  optional,
  query,
  textSchema,
} from './field.ts';
import { enumName, enumOf } from './names.ts';
import { once } from './once.ts';
import { decodeCursor, encodeCursor, pageArguments } from './pages.ts';
import { bulkSampleSize, holdMinutes } from './people-fields.ts';
import { entryTile } from './queue-tile.ts';
import { waitingFor } from './queue-walk.ts';
import { agreementFigures, reviewFigures } from './review-figures.ts';
import { tileIdSchema } from './tile-fields.ts';
import { waitingCount } from './waiting-count.ts';

const share = optional(z.number().min(0).max(1));

/** Which waiting tiles are wanted. */
export const reviewFilterSchema = optional(
  z.strictObject({
    flightId: optional(flightIdSchema),
    reason: optional(enumOf<QueueReason>(['uncertain', 'audit', 'second-opinion'])),
    confidenceFrom: share,
    confidenceTo: share,
  }),
);
export type ReviewFilter = z.output<typeof reviewFilterSchema>;

const aboutFlight = z.strictObject({ flightId: optional(flightIdSchema) });

/** What waits for biologists. */
export const reviewFields: Readonly<Record<string, ApiField>> = {
  'Query.reviewQueue': query(
    z.strictObject({ filter: reviewFilterSchema, ...pageArguments(20) }),
    reviewQueue,
  ),
  'Query.reviewSample': query(
    z.strictObject({
      filter: reviewFilterSchema,
      size: z
        .int()
        .min(1)
        .max(100)
        .nullish()
        .transform((size) => size ?? bulkSampleSize),
      seed: textSchema(64),
    }),
    reviewSample,
  ),
  'Query.reviewFigures': query(aboutFlight, ({ flightId }, call) => reviewFigures(call, flightId)),
  'Query.secondOpinions': query(aboutFlight, ({ flightId }, call) => agreementFigures(call, flightId)),
  'Mutation.holdReviewTiles': mutation(
    ['biologist', 'admin'],
    z.strictObject({
      tileIds: z.array(tileIdSchema).min(1).max(100),
      hold: z
        .boolean()
        .nullish()
        .transform((hold) => hold ?? true),
      idempotencyKey: idempotencyKeySchema,
    }),
    (input, call) =>
      once(call, { field: 'holdReviewTiles', input, rememberS: holdMinutes * 60 }, () => hold(input, call)),
  ),
};

interface QueueArguments {
  readonly filter: ReviewFilter;
  readonly first: number;
  readonly after: string | undefined;
}

async function reviewQueue({ filter, first, after }: QueueArguments, call: ApiCall): Promise<object> {
  const wantsCount = call.wants('waiting');
  const [{ entries, more }, waiting] = await Promise.all([
    waitingFor(call, { filter, first, after: decodeCursor(after) }),
    wantsCount ? waitingCount(call, filter) : 0,
  ]);
  const last = entries.at(-1);
  return {
    items: await itemsOf(call, entries, 'items/'),
    next: more && last !== undefined ? encodeCursor(cursorOf(last)) : null,
    waiting,
  };
}

/** Most tiles that a sample is drawn from: the most valuable ones that pass the filter. */
const sampledFrom = 2_000;

/** Drawn by a hash of seed and tile: the same seed gives the same sample as long as its tiles wait. */
async function reviewSample(
  { filter, size, seed }: { filter: ReviewFilter; size: number; seed: string },
  call: ApiCall,
): Promise<object[]> {
  const { entries } = await waitingFor(call, { filter, first: sampledFrom, after: undefined });
  const ranked = entries
    .map((entry) => ({ entry, rank: hashUnit(`${seed}/${formatTileId(entry)}`) }))
    .sort((a, b) => a.rank - b.rank);
  return itemsOf(
    call,
    ranked.slice(0, size).map(({ entry }) => entry),
    '',
  );
}

async function itemsOf(call: ApiCall, entries: readonly QueueEntry[], at: string): Promise<object[]> {
  const tileOf = await entryTile(call, entries, at);
  return Promise.all(
    entries.map(async (entry) => {
      const { tile, views } = await tileOf(entry);
      return {
        tile,
        reason: enumName(entry.reason),
        value: entry.value,
        why: whyAsked(entry),
        blind: entry.reason === 'second-opinion',
        views,
      };
    }),
  );
}

interface HoldInput {
  readonly tileIds: readonly z.output<typeof tileIdSchema>[];
  readonly hold: boolean;
}

/** Tiles that somebody else holds stay theirs, also where two people ask at once. */
async function hold({ tileIds, hold: wanted }: HoldInput, { platform, person }: ApiCall): Promise<object> {
  const { reviewQueue } = platform.tables;
  const nowS = Math.floor(platform.clock.now().getTime() / 1000);
  const expiration = nowS + holdMinutes * 60;
  const who = person.personId;
  const held = await Promise.all(
    tileIds.map(formatTileId).map(async (tileId) => {
      if (wanted) return (await reviewQueue.hold({ tileId, who, expiration }, nowS)) ? [tileId] : [];
      await reviewQueue.release({ tileId, who });
      return [];
    }),
  );
  return { held: held.flat(), until: new Date(expiration * 1000).toISOString() };
}
