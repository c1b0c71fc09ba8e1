import pLimit from 'p-limit';
import { batchPrefix } from '#core/flight/keys.ts';
import type { Reason } from '#core/photo/record.ts';
import { requireEnvironment } from './environment.ts';
import type { ObjectStore } from './ports.ts';

/** Photos of a stage of a run that are still to be done. */
export interface PhotoBatch<Photo extends { readonly photoId: string }> {
  readonly runId: string;
  readonly stage: string;
  /** The same each time the batch comes: the id of its first photo, done or not. */
  readonly name: string;
  readonly waiting: readonly Photo[];
  /** Photos side by side. */
  readonly inFlight: number;
}

export interface PhotoWork<Photo> {
  /** Does one photo; what it made is stored before it returns. */
  readonly perform: (photo: Photo) => Promise<void>;
  /** Sets a photo aside: the program ended each time it was in its hands. */
  readonly quarantine: (photo: Photo) => Promise<void>;
}

/** The program may end so often at one photo: once could be somebody who pulled the plug. */
const strikesAllowed = 2;

/**
 * Does every photo of a batch. A batch leaves a mark when it begins. Who finds the mark knows that a former try came to no
 * good end, and is careful: one photo at a time, with a note before each that outlives the program. The photo in whose
 * hands the program ended twice is set aside, so that one photo is lost and not its batch. Photos with a strike come
 * last: by then the others are done.
 *
 * All of this is one small object per batch where nothing goes wrong. It needs no word from whoever sends the batch, so it
 * holds for a function that is called again, a message that comes again, and a laptop that was switched off.
 */
export async function workThrough<Photo extends { readonly photoId: string }>(
  objects: ObjectStore,
  batch: PhotoBatch<Photo>,
  work: PhotoWork<Photo>,
): Promise<void> {
  const { runId, stage, name, waiting } = batch;
  if (waiting.length === 0) return;
  const notes = { bucket: requireEnvironment('workBucket'), folder: batchPrefix(runId, stage) };
  const mark = { bucket: notes.bucket, key: `${notes.folder}/begun/${name}` };
  const begun = await objects.putIf(mark, '', { contentType: 'text/plain', former: undefined });
  if (begun === 'stored') await workAtOnce(batch, work);
  else await workCarefully(objects, { ...notes, waiting }, work);
}

/** Several photos at once. After an error no other is begun, and those in hand are waited for: whoever tries again is alone. */
async function workAtOnce<Photo extends { readonly photoId: string }>(
  { inFlight, waiting }: PhotoBatch<Photo>,
  { perform }: PhotoWork<Photo>,
): Promise<void> {
  const limit = pLimit(inFlight);
  const begun: Promise<void>[] = [];
  const begin = (photo: Photo) => {
    const done = perform(photo);
    begun.push(done);
    return done;
  };
  try {
    await Promise.all(waiting.map((photo) => limit(begin, photo)));
  } catch (error) {
    limit.clearQueue();
    await Promise.allSettled(begun);
    throw error;
  }
}

interface CarefulWork<Photo> {
  readonly bucket: string;
  readonly folder: string;
  readonly waiting: readonly Photo[];
}

async function workCarefully<Photo extends { readonly photoId: string }>(
  objects: ObjectStore,
  { bucket, folder, waiting }: CarefulWork<Photo>,
  { perform, quarantine }: PhotoWork<Photo>,
): Promise<void> {
  const strikes = await strikesOf(objects, { bucket, folder });
  const of = ({ photoId }: Photo) => strikes.get(photoId) ?? { begun: 0, survived: 0 };
  const count = (photo: Photo) => of(photo).begun - of(photo).survived;
  for (const photo of waiting.toSorted((a, b) => count(a) - count(b))) {
    if (count(photo) >= strikesAllowed) {
      await quarantine(photo);
      continue;
    }
    const note = (what: string) => ({ bucket, key: `${folder}/strikes/${photo.photoId}/${what}` });
    const number = of(photo).begun + 1;
    await objects.put(note(`${number}-begun`), '', 'text/plain');
    try {
      await perform(photo);
    } catch (error) {
      // It failed, but the program lives: no strike.
      await objects.put(note(`${number}-survived`), '', 'text/plain');
      throw error;
    }
  }
}

interface Strikes {
  begun: number;
  survived: number;
}

async function strikesOf(
  objects: ObjectStore,
  { bucket, folder }: { readonly bucket: string; readonly folder: string },
): Promise<Map<string, Strikes>> {
  const strikes = new Map<string, Strikes>();
  const prefix = `${folder}/strikes/`;
  for await (const { key } of objects.list(bucket, prefix)) {
    const [photoId = '', note = ''] = key.slice(prefix.length).split('/');
    const of = strikes.get(photoId) ?? { begun: 0, survived: 0 };
    strikes.set(photoId, of);
    if (note.endsWith('-begun')) of.begun++;
    else of.survived++;
  }
  return strikes;
}

/** Where a stage that keeps no record of bad photos writes that it set one aside, in the work bucket. */
function quarantinePrefix(runId: string, stage: string): string {
  return `${batchPrefix(runId, stage)}/quarantine/`;
}

/** Sets a photo of a run aside in a stage, with the reason. */
export async function quarantinePhoto(
  objects: ObjectStore,
  { runId, stage, photoId }: { readonly runId: string; readonly stage: string; readonly photoId: string },
  reason: Reason,
): Promise<void> {
  const key = `${quarantinePrefix(runId, stage)}${photoId}.json`;
  const bucket = requireEnvironment('workBucket');
  await objects.put({ bucket, key }, JSON.stringify(reason), 'application/json');
}

/** The photos of a run that a stage has set aside, and why. */
export async function quarantinedPhotos(
  objects: ObjectStore,
  { runId, stage }: { readonly runId: string; readonly stage: string },
): Promise<Map<string, Reason>> {
  const bucket = requireEnvironment('workBucket');
  const prefix = quarantinePrefix(runId, stage);
  const reasons = new Map<string, Reason>();
  for await (const { key } of objects.list(bucket, prefix)) {
    const text = new TextDecoder().decode(await objects.get({ bucket, key }));
    reasons.set(key.slice(prefix.length, -'.json'.length), JSON.parse(text) as Reason);
  }
  return reasons;
}
