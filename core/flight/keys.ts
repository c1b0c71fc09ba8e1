/** Keys of everything that is stored, in one place. Buckets: see each function. */

/** A photo or flight.json in the uploads bucket. */
export function uploadKey(flightId: string, name: string): string {
  return `flights/${flightId}/${name}`;
}

/** The flight and name of an uploads key; undefined for other keys. */
export function parseUploadKey(key: string): { flightId: string; name: string } | undefined {
  const match = /^flights\/([^/]+)\/(.+)$/.exec(key);
  return match ? { flightId: match[1]!, name: match[2]! } : undefined;
}

export const manifestName = 'flight.json';

/** Folder in the work bucket with lists of files that are sent page by page before a flight is committed. */
export const fileListsPrefix = 'lists/';

/** A page of such a list. @param page from 0 */
export function fileListKey(flightId: string, listId: string, page: number): string {
  return `${fileListsPrefix}${flightId}/${listId}/${page}.json`;
}

/** Folder of a run in the work bucket: photos.jsonl, skipped.json and the results of the maps. */
export function runPrefix(runId: string): string {
  return `runs/${runId}`;
}

/** A batch on its way to an endpoint, in the work bucket: beside the run's lists, so it goes with them. */
export function endpointRequestKey(runId: string, digest: string): string {
  return `${runPrefix(runId)}/endpoint/${digest}.json`;
}

/** Where an endpoint writes that it has done a batch, in the work bucket; the results are elsewhere. */
export const endpointAnswersPrefix = 'endpoint/';

/** Folder in the work bucket with what batches of a stage of a run leave behind for whoever does them again. */
export function batchPrefix(runId: string, stage: string): string {
  return `${runPrefix(runId)}/batches/${stage}`;
}

/** What was last seen of runs that go on, in the work bucket: whether anything in them moves. */
export const watchPrefix = 'watch/';
export const watchNotesKey = `${watchPrefix}flights.json`;

/** Folder of a run in the results bucket. */
export function resultsPrefix(flightId: string, runId: string): string {
  return `${flightId}/${runId}`;
}

/** What drift is judged by, of a run, in the results bucket. */
export function driftFiguresKey(flightId: string, runId: string): string {
  return `${resultsPrefix(flightId, runId)}/drift.json`;
}

/** A tile cut at full resolution, in the review bucket. */
export function reviewTileKey(runId: string, photoId: string, tileIndex: number): string {
  return `tiles/${runId}/${photoId}-${tileIndex}.jpg`;
}

/** The whole photo in small, in the work bucket. @param spec name of the sheet that it was made beside */
export function previewKey(flightId: string, spec: string, photoId: string): string {
  return `previews/${flightId}/${spec}/${photoId}.jpg`;
}

/** A file of a model package in the models bucket. */
export function modelKey(modelId: string, file: string): string {
  return `models/${modelId}/${file}`;
}
