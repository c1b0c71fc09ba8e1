import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { queryClient } from '../api/query-client.ts';
import type { CheckedPhoto } from './check-photo.ts';
import type { Folder } from './folder.ts';
import { sendFlight, type UploadState } from './send-flight.ts';
import { forgetUpload, rememberUpload, unfinishedOf, type Unfinished } from './unfinished.ts';

/** An upload as its form drives it. */
export interface Upload {
  /** While photos are being sent. */
  readonly state: UploadState | undefined;
  readonly error: unknown;
  /** Whether the flight's name in links cannot be. */
  readonly problem: boolean;
  /** Begun before, on this page or on one that was closed. */
  readonly interrupted: boolean;
  readonly done: { readonly flightId: string; readonly photos: number } | undefined;
  readonly begin: (event: SubmitEvent<HTMLFormElement>) => void;
  readonly stop: () => void;
}

/** The upload of a folder; it ends with its page, and goes on where it ended when the folder is dropped again. */
export function useUpload(folder: Folder, photos: readonly CheckedPhoto[]): Upload {
  const [state, setState] = useState<UploadState>();
  const [error, setError] = useState<unknown>();
  const [problem, setProblem] = useState(false);
  const [interrupted, setInterrupted] = useState(() => unfinishedOf(folder.name) !== undefined);
  const [done, setDone] = useState<Upload['done']>();
  const controller = useRef<AbortController>(undefined);
  const sending = state !== undefined;
  useEffect(() => () => controller.current?.abort(), []);
  useEffect(() => (sending ? askBeforeLeaving() : undefined), [sending]);
  const begin = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const upload = uploadOf(folder.name, new FormData(event.currentTarget));
    const valid = flightIdSchema.safeParse(upload.flightId).success;
    setProblem(!valid);
    if (!valid) return;
    const { signal } = (controller.current = new AbortController());
    setError(undefined);
    setInterrupted(true);
    setState({ sentPhotos: 0, sentBytes: 0, presentPhotos: 0 });
    rememberUpload(upload);
    try {
      const good = photos.filter(({ fault }) => fault === undefined);
      const details = detailsOf(upload, folder, photos);
      setDone(await sendFlight(good, details, { onProgress: setState, signal }));
      forgetUpload(upload.flightId);
      await queryClient.invalidateQueries({ queryKey: ['flights'] });
    } catch (caught) {
      if (!signal.aborted) setError(caught);
    } finally {
      setState(undefined);
    }
  };
  return {
    state,
    error,
    problem,
    interrupted,
    done,
    begin: (event) => void begin(event),
    stop: () => controller.current?.abort(),
  };
}

/** Lets the browser ask before it closes the page; the way to stop that. */
function askBeforeLeaving(): () => void {
  window.addEventListener('beforeunload', ask);
  return () => window.removeEventListener('beforeunload', ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function uploadOf(folder: string, form: FormData): Unfinished {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    folder,
    flightId: text('flightId'),
    title: text('title'),
    operator: text('operator'),
    notes: text('notes'),
    height: text('height'),
  };
}

function detailsOf(
  { flightId, title, operator, notes, height }: Unfinished,
  { others }: Folder,
  photos: readonly CheckedPhoto[],
) {
  const heightM = Number(height.replace(',', '.'));
  return {
    flightId,
    title,
    operator,
    notes,
    ...(heightM > 0 ? { heightAboveGroundM: heightM } : {}),
    unreadable: photos.filter(({ fault }) => fault !== undefined).map(({ name }) => name),
    sideFiles: others,
  };
}
