import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import {
  type FileList,
  joinPages,
  listIdSchema,
  mostFilesOfPage,
  mostPages,
} from '#core/flight/file-list.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { flightIdSchema, manifestPhotoSchema, manifestSchema } from '#core/flight/manifest.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import type { ObjectRef } from '#platform/ports.ts';
import { describeZodError } from '#core/validation.ts';
import { badInput } from './errors.ts';
import {
  type ApiCall,
  type ApiField,
  idempotencyKeySchema,
  mutation,
  optional,
  optionalText,
} from './field.ts';
import { keepPage, readList } from './file-lists.ts';
import { once } from './once.ts';
import { replacePhoto } from './replace-photo.ts';
import { uploadMaxBytes } from './people-fields.ts';

const uploaders = ['operator', 'admin'] as const;

/** A ticket works for so long, seconds: a slow line at the edge of a field. */
const ticketS = 4 * 3600;
/** Files above this come in parts of this size, bytes; S3 takes parts from 5 MiB on. */
const partBytes = 16 * 1024 ** 2;

const nameSchema = manifestPhotoSchema.shape.name.refine(
  (name) => name !== manifestName,
  'flight.json is written by commitFlight',
);
const sizeSchema = z.int().min(1).max(uploadMaxBytes);
const sha256Schema = manifestPhotoSchema.shape.sha256;

const requestSchema = z.strictObject({
  flightId: flightIdSchema,
  files: z
    .array(
      z.strictObject({
        name: nameSchema,
        sizeBytes: sizeSchema,
        sha256: optional(sha256Schema),
        replace: optional(z.boolean()),
      }),
    )
    .min(1)
    .max(100),
  idempotencyKey: idempotencyKeySchema,
});
const completeSchema = z.strictObject({
  flightId: flightIdSchema,
  name: nameSchema,
  uploadId: z.string().min(1).max(1_024),
  parts: z
    .array(z.strictObject({ number: z.int().min(1).max(10_000), etag: z.string().min(1).max(200) }))
    .min(1)
    .max(10_000),
  idempotencyKey: idempotencyKeySchema,
});
const names = optional(z.array(manifestPhotoSchema.shape.name).max(mostFilesOfPage));
const listedPhotos = z
  .array(z.strictObject({ name: nameSchema, sizeBytes: sizeSchema, sha256: sha256Schema }))
  .max(mostFilesOfPage);
const listSchema = z.strictObject({
  flightId: flightIdSchema,
  listId: listIdSchema,
  page: z
    .int()
    .min(0)
    .max(mostPages - 1),
  photos: optional(listedPhotos),
  unreadable: names,
  sideFiles: names,
  idempotencyKey: idempotencyKeySchema,
});
const commitSchema = z.strictObject({
  flightId: flightIdSchema,
  title: optionalText(200),
  operator: optionalText(200),
  notes: optionalText(4_000),
  capturedAt: optionalText(40),
  photos: optional(listedPhotos),
  unreadable: names,
  sideFiles: names,
  listed: optional(z.strictObject({ listId: listIdSchema, pages: z.int().min(1).max(mostPages) })),
  heightAboveGroundM: optional(z.number().min(2).max(1_000)),
  idempotencyKey: idempotencyKeySchema,
});

const replaceSchema = z.strictObject({
  flightId: flightIdSchema,
  name: nameSchema,
  sizeBytes: sizeSchema,
  sha256: sha256Schema,
  idempotencyKey: idempotencyKeySchema,
});

/** Flights that come in from a browser: files first, the manifest last. */
export const uploadFields: Readonly<Record<string, ApiField>> = {
  'Mutation.requestUpload': mutation(uploaders, requestSchema, (input, call) =>
    once(call, { field: 'requestUpload', input, rememberS: ticketS / 2 }, async () => ({
      flightId: input.flightId,
      tickets: await Promise.all(input.files.map((file) => ticketFor(call, input.flightId, file))),
      expiresAt: new Date(call.platform.clock.now().getTime() + ticketS * 1000).toISOString(),
    })),
  ),
  'Mutation.completeUpload': mutation(uploaders, completeSchema, (input, call) =>
    once(call, { field: 'completeUpload', input }, async () => {
      const { flightId, name, uploadId, parts } = input;
      const ref = uploadRef(flightId, name);
      const inOrder = parts.toSorted((a, b) => a.number - b.number);
      await call.platform.urls.joinParts(ref, { uploadId, parts: inOrder });
      return { name, sizeBytes: (await call.platform.objects.head(ref))?.sizeBytes ?? 0 };
    }),
  ),
  'Mutation.listFlightFiles': mutation(uploaders, listSchema, (input, call) =>
    once(call, { field: 'listFlightFiles', input, rememberS: ticketS / 2 }, async () => {
      const { flightId, listId, page, photos = [], unreadable = [], sideFiles = [] } = input;
      await keepPage(call.platform, { flightId, listId, page }, { photos, unreadable, sideFiles });
      return { listId, page, files: photos.length + unreadable.length + sideFiles.length };
    }),
  ),
  'Mutation.replacePhoto': mutation(uploaders, replaceSchema, (input, call) =>
    once(call, { field: 'replacePhoto', input }, () => {
      const { idempotencyKey: _key, ...replacement } = input;
      return replacePhoto(call, replacement);
    }),
  ),
  'Mutation.commitFlight': mutation(uploaders, commitSchema, (input, call) =>
    once(call, { field: 'commitFlight', input }, () => commit(input, call)),
  ),
};

function uploadRef(flightId: string, name: string): ObjectRef {
  return { bucket: requireEnvironment('uploadsBucket'), key: uploadKey(flightId, name) };
}

interface WantedFile {
  readonly name: string;
  readonly sizeBytes: number;
}

async function ticketFor(
  { platform }: ApiCall,
  flightId: string,
  { name, sizeBytes, replace }: WantedFile & { readonly replace?: boolean | undefined },
): Promise<object> {
  const ref = uploadRef(flightId, name);
  const contentType = contentTypeOf(name);
  const ticket = { name, present: false, url: null, contentType, uploadId: null, parts: [] };
  const isThere = replace !== true && (await platform.objects.head(ref))?.sizeBytes === sizeBytes;
  if (isThere) return { ...ticket, present: true };
  if (sizeBytes <= partBytes)
    return { ...ticket, url: await platform.urls.write(ref, { forS: ticketS, sizeBytes, contentType }) };
  const uploadId = await platform.urls.beginParts(ref, contentType);
  const count = Math.ceil(sizeBytes / partBytes);
  const parts = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const [fromByte, toByte] = [i * partBytes, Math.min(sizeBytes, (i + 1) * partBytes)];
      const part = { uploadId, number: i + 1, sizeBytes: toByte - fromByte, forS: ticketS };
      return { number: i + 1, fromByte, toByte, url: await platform.urls.writePart(ref, part) };
    }),
  );
  return { ...ticket, uploadId, parts };
}

/** Photos are JPEG by name; the pipeline looks at their bytes. */
function contentTypeOf(name: string): string {
  if (/\.jpe?g$/i.test(name)) return 'image/jpeg';
  return /\.tiff?$/i.test(name) ? 'image/tiff' : 'application/octet-stream';
}

type CommitInput = z.output<typeof commitSchema>;

/** The files that a flight is said to consist of: those of the call itself, behind those of the list that came before it. */
async function filesOf(platform: Platform, input: CommitInput): Promise<FileList> {
  const { flightId, photos = [], unreadable = [], sideFiles = [], listed } = input;
  const own = { photos, unreadable, sideFiles };
  const files =
    listed === undefined
      ? own
      : joinPages([await readList(platform, { flightId, listId: listed.listId }, listed.pages), own]);
  if (files.photos.length > 0) return files;
  throw badInput(`Flight ${flightId} has no photos.`, {
    code: 'upload.no-photos',
    hint: 'Name its photos in "photos", or send their list before with listFlightFiles.',
  });
}

/**
 * Writes the manifest when every photo is there.
 * @throws UmbelError `upload.incomplete`, `upload.list-incomplete`, `upload.no-photos`, `flight.exists`
 */
async function commit(input: CommitInput, { platform }: ApiCall): Promise<object> {
  const { flightId, title, operator, notes, capturedAt, heightAboveGroundM } = input;
  const { photos, unreadable, sideFiles } = await filesOf(platform, input);
  const there = new Map<string, number>();
  const prefix = uploadKey(flightId, '');
  for await (const { key, sizeBytes } of platform.objects.list(requireEnvironment('uploadsBucket'), prefix))
    there.set(key.slice(prefix.length), sizeBytes);
  const missing = photos.filter(({ name, sizeBytes }) => there.get(name) !== sizeBytes);
  if (missing.length > 0) throw incomplete(flightId, missing);
  const manifest = manifestSchema.safeParse({
    schema: 'umbel.flight/1',
    flightId,
    ...definedOf({ title, operator, notes, capturedAt }),
    ...(unreadable.length === 0 ? {} : { unreadable }),
    ...(sideFiles.length === 0 ? {} : { sideFiles }),
    ...(heightAboveGroundM === undefined ? {} : { geometry: { heightAboveGroundM } }),
    photos,
  });
  if (!manifest.success)
    throw badInput(`The flight cannot be described so: ${describeZodError(manifest.error)}.`, {
      code: 'flight.manifest-invalid',
    });
  const text = `${JSON.stringify(manifest.data, undefined, 2)}\n`;
  const ref = uploadRef(flightId, manifestName);
  if (there.has(manifestName)) {
    const former = new TextDecoder().decode(await platform.objects.get(ref));
    // Written before by the same call that died, or by one that says the same.
    if (former !== text) throw exists(flightId);
  }
  await platform.objects.put(ref, text, 'application/json');
  return { flightId, photos: photos.length };
}

function definedOf(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function incomplete(flightId: string, missing: readonly WantedFile[]): UmbelError {
  const named = missing.slice(0, 3).map(({ name }) => name);
  const more = missing.length > named.length ? ` and ${missing.length - named.length} more` : '';
  return new UmbelError({
    code: 'upload.incomplete',
    kind: 'conflict',
    message: `Flight ${flightId} is not all there: ${named.join(', ')}${more} did not arrive whole.`,
    hint: 'Send the missing photos, then commit again.',
    details: { missing: missing.length, names: named.join(', ') },
  });
}

function exists(flightId: string): UmbelError {
  return new UmbelError({
    code: 'flight.exists',
    kind: 'conflict',
    message: `There is a flight ${flightId} already, with other content.`,
    hint: 'Choose another id for this flight.',
    details: { flightId },
  });
}
