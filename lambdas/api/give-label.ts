import { createHash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import type { Answer, Label, LookAlike } from '#core/label/label.ts';
import { standingLabels } from '#core/label/standing.ts';
import { formatTileId, type TileIdentity } from '#core/label/tile-identity.ts';
import { valueOfAnswer } from '#core/review/queue.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import { tileBox } from '#core/tiling/plan.ts';
import type { QueueEntry } from '#platform/tables/review-queue-table.ts';
import { notThere, outdated, refused } from './errors.ts';
import type { ApiCall } from './field.ts';
import { type PhotoContext, placeOf, tileSizeM } from './photo-context.ts';
import { awaitsSecondOpinion, isBlindFor, secondOpinionValue } from './second-opinion.ts';

/** An answer to be added. */
export interface NewAnswer {
  readonly identity: TileIdentity;
  readonly answer: Answer;
  readonly lookAlike: LookAlike | undefined;
  readonly note: string | undefined;
  readonly expectedVersion?: number | undefined;
  readonly bulk?: boolean;
  readonly idempotencyKey: string;
}

export interface GivenLabel {
  readonly label: Label;
  /** All labels of the tile, this one the last. */
  readonly history: readonly Label[];
}

/** How often a number is tried again that somebody else took in between. */
const mostTries = 8;

/**
 * Adds an answer on a tile that is there, and takes the tile out of the queue, or leaves it there for a second opinion.
 * @throws UmbelError `api.version-outdated`
 */
export async function giveLabel(call: ApiCall, context: PhotoContext, given: NewAnswer): Promise<GivenLabel> {
  const { identity, answer, lookAlike, note, expectedVersion, bulk } = given;
  const about = await aboutTile(call, context, identity);
  const result = await append(call, identity, expectedVersion, (history) => ({
    ...identity,
    ...about,
    seq: history.length + 1,
    labelId: labelIdOf(call, given.idempotencyKey, identity),
    answer,
    ...(lookAlike === undefined ? {} : { lookAlike }),
    ...(note === undefined ? {} : { note }),
    who: call.person.personId,
    at: call.platform.clock.now().toISOString(),
    ...(bulk === true ? { bulk } : {}),
    // Blind by what the tile is, not by what the client says: only then was the first answer hidden.
    ...(isBlindFor(call, identity, history) ? { secondOpinion: true } : {}),
  }));
  await requeue(call, context, identity, result.history);
  await call.platform.tables.flights.countUp(identity.flightId, 'labelVersion');
  return result;
}

/** Takes a label back. @throws UmbelError `label.not-found`, `api.forbidden`, `label.withdrawn` */
export async function withdrawLabel(
  call: ApiCall,
  context: PhotoContext,
  { identity, labelId, idempotencyKey }: { identity: TileIdentity; labelId: string; idempotencyKey: string },
): Promise<GivenLabel> {
  const result = await append(call, identity, undefined, (history) => {
    const former = history.find((label) => label.labelId === labelId && label.withdraws === undefined);
    if (former === undefined) throw notThere(`label ${labelId} on this tile`);
    if (former.who !== call.person.personId && !call.may('admin'))
      throw refused('Only who gave an answer can take it back.', { hint: 'Give your own answer instead.' });
    if (history.some(({ withdraws }) => withdraws === labelId)) throw withdrawnBefore(labelId);
    const { lookAlike: _lookAlike, note: _note, bulk: _bulk, secondOpinion: _second, ...kept } = former;
    return {
      ...kept,
      seq: history.length + 1,
      labelId: labelIdOf(call, idempotencyKey, identity),
      who: call.person.personId,
      at: call.platform.clock.now().toISOString(),
      withdraws: labelId,
    };
  });
  await requeue(call, context, identity, result.history);
  await call.platform.tables.flights.countUp(identity.flightId, 'labelVersion');
  return result;
}

async function append(
  { platform }: ApiCall,
  identity: TileIdentity,
  expectedVersion: number | undefined,
  labelFor: (history: readonly Label[]) => Label,
): Promise<GivenLabel> {
  for (let attempt = 1; ; attempt++) {
    const history = await platform.tables.labels.history(identity);
    const label = labelFor(history);
    // A call that died after it had written is made again: its label is there.
    const former = history.find(({ labelId }) => labelId === label.labelId);
    if (former !== undefined) return { label: former, history };
    if (expectedVersion !== undefined && history.length !== expectedVersion)
      throw outdated('the answers on this tile', history.length);
    if ((await platform.tables.labels.append(label)) === 'appended')
      return { label, history: [...history, label] };
    if (attempt === mostTries) throw outdated('the answers on this tile', history.length);
  }
}

/** What a label keeps of its tile. */
async function aboutTile(
  call: ApiCall,
  context: PhotoContext,
  identity: TileIdentity,
): Promise<
  Pick<
    Label,
    'box' | 'widthPx' | 'heightPx' | 'photoName' | 'place' | 'confidence' | 'modelId' | 'runId' | 'reason'
  >
> {
  const { opened, photo, plan, confidences } = context;
  const { run } = opened;
  const { tile } = identity;
  const tileId = detectionIdOf(photo.photoId, tile);
  const [place, asked] = await Promise.all([
    placeOf(call, context, tile),
    call.platform.tables.reviews.getMany(run.runId, [tileId]),
  ]);
  const confidence = confidences?.[tile];
  const reason = asked.get(tileId)?.reason;
  return {
    box: tileBox(plan, tile),
    widthPx: photo.widthPx,
    heightPx: photo.heightPx,
    photoName: photo.name,
    runId: run.runId,
    ...(place === undefined ? {} : { place: { ...place, tileSizeM: tileSizeM(plan, photo) } }),
    ...(confidence === undefined ? {} : { confidence: Number(confidence.toFixed(4)) }),
    ...(run.modelId === null ? {} : { modelId: run.modelId }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Puts the queue right after a tile's history changed: waiting for a first answer, for a second one, or not at all. */
async function requeue(
  { platform }: ApiCall,
  { opened, photo, plan }: PhotoContext,
  identity: TileIdentity,
  history: readonly Label[],
): Promise<void> {
  const { reviewQueue, reviews } = platform.tables;
  const tileId = detectionIdOf(photo.photoId, identity.tile);
  const asked = (await reviews.getMany(opened.run.runId, [tileId])).get(tileId);
  if (asked === undefined) return;
  const { reason, confidence, key, runId } = asked;
  const entry: QueueEntry = {
    ...identity,
    runId,
    reason,
    confidence,
    key,
    value: valueOfAnswer({ reason, confidence, tileId: formatTileId(identity) }),
    photoName: photo.name,
    box: tileBox(plan, identity.tile),
    cols: plan.cols,
    widthPx: photo.widthPx,
    heightPx: photo.heightPx,
    version: history.length,
  };
  const [first] = standingLabels(history);
  const second: QueueEntry = {
    ...entry,
    reason: 'second-opinion',
    value: secondOpinionValue(identity),
    ...(first === undefined ? {} : { firstBy: first.who }),
  };
  const waitsFirst = first === undefined;
  const waitsSecond = awaitsSecondOpinion(identity, history);
  await reviewQueue.remove([...(waitsFirst ? [] : [entry]), ...(waitsSecond ? [] : [second])]);
  await reviewQueue.addMany([...(waitsFirst ? [entry] : []), ...(waitsSecond ? [second] : [])]);
}

/** The same call makes the same id, so that a call that is made again finds its label. */
function labelIdOf({ person }: ApiCall, idempotencyKey: string, identity: TileIdentity): string {
  const text = JSON.stringify([person.personId, idempotencyKey, formatTileId(identity)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

function withdrawnBefore(labelId: string): UmbelError {
  return new UmbelError({
    code: 'label.withdrawn',
    kind: 'conflict',
    message: `The label ${labelId} was withdrawn before.`,
    hint: 'Nothing is to be done.',
  });
}
