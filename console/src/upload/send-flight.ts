import { UmbelError } from '#core/errors.ts';
import { type FileList, pagesOf } from '#core/flight/file-list.ts';
import { surveyTimeOf } from '#core/lake/survey-date.ts';
import {
  commitFlight,
  completeUpload,
  listFlightFiles,
  replacePhoto,
  requestUpload,
  type CommitPhotoInput,
  type RequestUploadResult,
} from '../api/operations.generated.ts';
import { request } from '../api/request.ts';
import { newKey } from '../desk/new-key.ts';
import { sha256Of } from './hash.ts';
import type { CheckedPhoto } from './check-photo.ts';

type Ticket = RequestUploadResult['requestUpload']['tickets'][number];

/** What is sent, beside the photos. */
export interface FlightDetails {
  readonly flightId: string;
  readonly title: string;
  readonly operator: string;
  readonly notes: string;
  readonly heightAboveGroundM?: number;
  readonly unreadable: readonly string[];
  readonly sideFiles: readonly string[];
}

/** How far an upload is. */
export interface UploadState {
  readonly sentPhotos: number;
  readonly sentBytes: number;
  /** There already, from an earlier attempt. */
  readonly presentPhotos: number;
  readonly current?: string;
}

/** Tickets end after some minutes, so they are asked for in small batches. */
const batchSize = 20;
const atOnce = 3;

/**
 * Sends a flight: every photo, and the manifest last, so that nothing works on half a flight. What the server has
 * already is not sent again: an interrupted upload goes on where it stopped.
 * @throws UmbelError when a photo or the manifest cannot be sent; the same call may simply be made again
 */
export async function sendFlight(
  photos: readonly CheckedPhoto[],
  details: FlightDetails,
  {
    onProgress,
    signal: stopped,
  }: { readonly onProgress: (state: UploadState) => void; readonly signal: AbortSignal },
): Promise<{ readonly flightId: string; readonly photos: number }> {
  // When one photo cannot be sent, those beside it stop too: the next attempt must not meet them on their way.
  const failed = new AbortController();
  const signal = AbortSignal.any([stopped, failed.signal]);
  const listed: CommitPhotoInput[] = [];
  let state: UploadState = { sentPhotos: 0, sentBytes: 0, presentPhotos: 0 };
  const progress = (change: Partial<UploadState>) => onProgress((state = { ...state, ...change }));
  for (let i = 0; i < photos.length; i += batchSize) {
    const batch = photos.slice(i, i + batchSize);
    const files: CommitPhotoInput[] = [];
    for (const { name, file } of batch) {
      signal.throwIfAborted();
      progress({ current: name });
      files.push({ name, sizeBytes: file.size, sha256: await sha256Of(file) });
    }
    listed.push(...files);
    const { requestUpload: answer } = await request(
      requestUpload,
      { input: { flightId: details.flightId, files, idempotencyKey: newKey() } },
      signal,
    );
    const waiting = [...answer.tickets];
    const sendWaiting = async () => {
      for (let ticket = waiting.shift(); ticket !== undefined; ticket = waiting.shift()) {
        const { name, file } = batch.find((photo) => photo.name === ticket?.name)!;
        progress({ current: name });
        if (!ticket.present) await sendFile(details.flightId, ticket, file, signal);
        progress({
          sentPhotos: state.sentPhotos + 1,
          sentBytes: state.sentBytes + file.size,
          presentPhotos: state.presentPhotos + (ticket.present ? 1 : 0),
        });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sendWaiting)).catch((error: unknown) => {
      failed.abort();
      throw error;
    });
  }
  const { unreadable, sideFiles } = details;
  return commit(photos, { photos: listed, unreadable: [...unreadable], sideFiles: [...sideFiles] }, details);
}

/** The list of files page by page, since a question has its bounds and a flight has none; then the manifest. */
async function commit(
  photos: readonly CheckedPhoto[],
  list: FileList,
  { flightId, title, operator, notes, heightAboveGroundM }: FlightDetails,
): Promise<{ readonly flightId: string; readonly photos: number }> {
  const listId = await sha256Of(new Blob([JSON.stringify(list)]));
  const pages = pagesOf(list);
  for (const [page, files] of pages.entries())
    await request(listFlightFiles, { input: { flightId, listId, page, ...files, idempotencyKey: newKey() } });
  const photosAt = photos.flatMap(({ capturedAt }) => capturedAt ?? []);
  const { commitFlight: committed } = await request(commitFlight, {
    input: {
      flightId,
      title: title === '' ? null : title,
      operator: operator === '' ? null : operator,
      notes: notes === '' ? null : notes,
      capturedAt: surveyTimeOf({ photosAt, startedAt: new Date().toISOString() }) ?? null,
      listed: { listId, pages: pages.length },
      heightAboveGroundM: heightAboveGroundM ?? null,
      idempotencyKey: newKey(),
    },
  });
  return committed;
}

/**
 * Sends a mended file for a photo of a flight that could not be used, under that photo's name; the flight is then worked on anew.
 * @throws UmbelError when it cannot be sent; the same call may simply be made again
 */
export async function sendMended(flightId: string, name: string, file: File): Promise<void> {
  const { signal } = new AbortController();
  const photo = { name, sizeBytes: file.size, sha256: await sha256Of(file) };
  const files = [{ ...photo, replace: true }];
  const { requestUpload: answer } = await request(requestUpload, {
    input: { flightId, files, idempotencyKey: newKey() },
  });
  for (const ticket of answer.tickets) await sendFile(flightId, ticket, file, signal);
  await request(replacePhoto, { input: { flightId, ...photo, idempotencyKey: newKey() } });
}

async function sendFile(flightId: string, ticket: Ticket, file: File, signal: AbortSignal): Promise<void> {
  const { name, url, contentType, uploadId, parts } = ticket;
  if (url !== null) {
    await put(url, file, contentType, signal);
    return;
  }
  const done: { number: number; etag: string }[] = [];
  for (const part of parts) {
    const response = await put(part.url, file.slice(part.fromByte, part.toByte), undefined, signal);
    done.push({ number: part.number, etag: response.headers.get('etag') ?? '' });
  }
  if (uploadId === null) return;
  await request(
    completeUpload,
    { input: { flightId, name, uploadId, parts: done, idempotencyKey: newKey() } },
    signal,
  );
}

const pausesMs = [500, 2000, 5000];

/** Puts bytes to a URL; tried again a few times, because fields have poor reception. */
async function put(
  url: string,
  body: Blob,
  contentType: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(url, {
      method: 'PUT',
      body,
      signal,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    }).catch(() => undefined);
    if (response?.ok === true) return response;
    signal.throwIfAborted();
    const pause = pausesMs[attempt];
    if (pause === undefined || (response !== undefined && response.status < 500)) {
      throw new UmbelError({
        code: response === undefined ? 'network.offline' : 'upload.refused',
        kind: 'try-again',
        message: `A photo could not be sent${response === undefined ? '' : ` (${response.status})`}.`,
      });
    }
    await new Promise((resolve) => void setTimeout(resolve, pause));
  }
}
