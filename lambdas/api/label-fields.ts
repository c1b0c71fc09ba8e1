import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { photoIdSchema } from '#core/flight/run.ts';
import { answers, type Label, lookAlikes, maxNoteLength } from '#core/label/label.ts';
import { byTile, standingLabels } from '#core/label/standing.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import {
  type ApiCall,
  type ApiField,
  idempotencyKeySchema,
  mutation,
  optional,
  optionalText,
  query,
  versionSchema,
} from './field.ts';
import { viewOf } from './flight-view.ts';
import { giveLabel, type GivenLabel, withdrawLabel } from './give-label.ts';
import { labelAnswer } from './label-answers.ts';
import { enumOf } from './names.ts';
import { once } from './once.ts';
import { pageArguments, pageOf } from './pages.ts';
import { bulkSampleSize } from './people-fields.ts';
import type { PhotoContext } from './photo-context.ts';
import { isBlindFor } from './second-opinion.ts';
import { pointAnswer } from './sighting-answers.ts';
import { tileAnswer } from './tile-answers.ts';
import { readTile, tileIdSchema } from './tile-fields.ts';

const judges = ['biologist', 'admin'] as const;

const said = {
  answer: enumOf(answers),
  lookAlike: optional(enumOf(lookAlikes)),
  note: optionalText(maxNoteLength),
  idempotencyKey: idempotencyKeySchema,
};
const labelTileSchema = z.strictObject({
  tileId: tileIdSchema,
  expectedVersion: versionSchema,
  secondOpinion: optional(z.boolean()),
  ...said,
});
const labelTilesSchema = z.strictObject({
  tileIds: z.array(tileIdSchema).min(1).max(200),
  sampleTileIds: z.array(tileIdSchema).max(100),
  ...said,
});
const withdrawSchema = z.strictObject({
  tileId: tileIdSchema,
  labelId: z.string().regex(/^[0-9a-f]{20}$/, 'must be the id of a label'),
  idempotencyKey: idempotencyKeySchema,
});

/** Answers of biologists. */
export const labelFields: Readonly<Record<string, ApiField>> = {
  'Query.labelHistory': query(z.strictObject({ tileId: tileIdSchema }), async ({ tileId }, call) => {
    const history = await call.platform.tables.labels.history(tileId);
    const shown = isBlindFor(call, tileId, history) ? [] : history;
    return shown.map((label) => labelAnswer(call, label, history));
  }),
  'Query.labels': query(
    z.strictObject({
      flightId: flightIdSchema,
      photoId: optional(photoIdSchema),
      all: optional(z.boolean()),
      ...pageArguments(100),
    }),
    labels,
  ),
  'Mutation.labelTile': mutation(judges, labelTileSchema, (input, call) =>
    once(call, { field: 'labelTile', input }, async () => {
      const { tileId: identity, secondOpinion: _claimed, ...given } = input;
      const context = await readTile(call, identity);
      return resultOf(call, context, await giveLabel(call, context, { identity, ...given }));
    }),
  ),
  'Mutation.labelTiles': mutation(judges, labelTilesSchema, (input, call) =>
    once(call, { field: 'labelTiles', input }, () => labelMany(input, call)),
  ),
  'Mutation.withdrawLabel': mutation(judges, withdrawSchema, (input, call) =>
    once(call, { field: 'withdrawLabel', input }, async () => {
      const { tileId: identity, ...rest } = input;
      const context = await readTile(call, identity);
      return resultOf(call, context, await withdrawLabel(call, context, { identity, ...rest }));
    }),
  ),
};

interface LabelsArguments {
  readonly flightId: string;
  readonly photoId: string | undefined;
  readonly all: boolean | undefined;
  readonly first: number;
  readonly after: string | undefined;
}

async function labels({ flightId, photoId, all, ...page }: LabelsArguments, call: ApiCall): Promise<object> {
  const found: Label[] = [];
  for await (const label of call.platform.tables.labels.list(flightId, photoId)) found.push(label);
  const histories = [...byTile(found).values()].filter((history) => !isBlindFor(call, history[0]!, history));
  const shown = histories.flatMap((history) =>
    (all === true ? history : standingLabels(history)).map((label) => ({ label, history })),
  );
  const { items, next } = pageOf(shown, page, placeOf);
  return { items: items.map(({ label, history }) => labelAnswer(call, label, history)), next };
}

/** By photo, tile and number, as texts sort. */
function placeOf({ label: { photoId, tiling, tile, seq } }: { readonly label: Label }): string {
  return `${photoId}/${tiling}/${String(tile).padStart(6, '0')}/${String(seq).padStart(6, '0')}`;
}

/** What a change of a tile's answers made of the tile and of its sighting. */
async function resultOf(
  call: ApiCall,
  context: PhotoContext,
  { label, history }: GivenLabel,
): Promise<object> {
  const { opened, photo } = context;
  const view = call.wants('sighting') ? await viewOf(call.platform, opened.record) : undefined;
  const sighting = view?.byTile.get(detectionIdOf(photo.photoId, label.tile));
  return {
    label: labelAnswer(call, label, history),
    version: history.length,
    tile: await tileAnswer(call, context, { tile: label.tile, at: 'tile/', history }),
    sighting: view === undefined || sighting === undefined ? null : pointAnswer(view, sighting),
  };
}

/** One answer on many tiles, after this person judged a sample of them one by one. */
async function labelMany(input: z.output<typeof labelTilesSchema>, call: ApiCall): Promise<object> {
  const { tileIds, sampleTileIds: _judged, ...given } = input;
  const observedPrecision = await judgedSample(input, call);
  const labelled: object[] = [];
  for (const identity of tileIds) {
    const context = await readTile(call, identity);
    const { label, history } = await giveLabel(call, context, { identity, ...given, bulk: true });
    labelled.push(labelAnswer(call, label, history));
  }
  return { labelled: labelled.length, labels: labelled, observedPrecision };
}

/**
 * Share of the sample on which this person gave the very answer.
 * @throws UmbelError `label.sample-missing` unless the sample is large enough and was judged one by one
 */
async function judgedSample(
  { tileIds, sampleTileIds, answer }: z.output<typeof labelTilesSchema>,
  { platform, person }: ApiCall,
): Promise<number> {
  const sample = new Map(sampleTileIds.map((tile) => [formatTileId(tile), tile]));
  const judged = await Promise.all(
    [...sample.values()].map(async (tile) =>
      standingLabels(await platform.tables.labels.history(tile)).find(
        ({ who, bulk }) => who === person.personId && bulk !== true,
      ),
    ),
  );
  const own = judged.filter((label) => label !== undefined);
  const wanted = Math.min(bulkSampleSize, tileIds.length);
  if (own.length < wanted) {
    throw new UmbelError({
      code: 'label.sample-missing',
      kind: 'bad-input',
      message: `Before ${tileIds.length} tiles are decided at once, ${wanted} drawn at random must be judged one by one; ${own.length} were.`,
      hint: 'Judge the sample first.',
      details: { wanted, judged: own.length },
    });
  }
  return own.filter((label) => label.answer === answer).length / own.length;
}
