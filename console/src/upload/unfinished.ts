/** What a pilot said of a flight whose upload did not come to its end. */
export interface Unfinished {
  /** Name of the folder that was dropped: dropped again, it is known by this. */
  readonly folder: string;
  readonly flightId: string;
  readonly title: string;
  readonly operator: string;
  readonly notes: string;
  readonly height: string;
}

const storageKey = 'umbel.unfinished-uploads';
const mostRemembered = 20;

/** The uploads that were begun on this computer and not finished, the latest first. */
export function unfinishedUploads(): readonly Unfinished[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isUnfinished) : [];
  } catch {
    return [];
  }
}

/** The upload of this folder that was begun before; undefined when there is none. */
export function unfinishedOf(folder: string): Unfinished | undefined {
  return folder === '' ? undefined : unfinishedUploads().find((upload) => upload.folder === folder);
}

/** Remembers an upload from its beginning on. */
export function rememberUpload(upload: Unfinished): void {
  keep([upload, ...without(upload.flightId)].slice(0, mostRemembered));
}

/** Forgets an upload: it is complete, or nobody wants it any more. */
export function forgetUpload(flightId: string): void {
  keep(without(flightId));
}

function without(flightId: string): Unfinished[] {
  return unfinishedUploads().filter((upload) => upload.flightId !== flightId);
}

function keep(uploads: readonly Unfinished[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(uploads));
  } catch {
    // Private windows keep nothing: the folder is then named anew, and still nothing is sent twice.
  }
}

function isUnfinished(value: unknown): value is Unfinished {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['folder', 'flightId', 'title', 'operator', 'notes', 'height'].every(
      (key) => typeof Reflect.get(value, key) === 'string',
    )
  );
}
