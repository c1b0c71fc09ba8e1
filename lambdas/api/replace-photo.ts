import { UmbelError } from '#core/errors.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { type FlightManifest, type ManifestPhoto, parseManifest } from '#core/flight/manifest.ts';
import { photoIdOfSha256 } from '#core/flight/match-photos.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { notThere, outdated } from './errors.ts';
import type { ApiCall } from './field.ts';
import { readFlight, type FlightAndRun } from './run-reader.ts';

export interface Replacement extends ManifestPhoto {
  readonly flightId: string;
}

/**
 * Takes a mended file for a photo that could not be used, under the photo's name: flight.json is written anew with what
 * the file holds now, which starts a run of its own. Photos that are done are not done again.
 * @throws UmbelError `flight.not-found`, `photo.not-found`, `run.running`, `photo.in-use`, `upload.incomplete`, `api.version-outdated`
 */
export async function replacePhoto(call: ApiCall, { flightId, ...photo }: Replacement): Promise<object> {
  const { platform } = call;
  const found = await readFlight(platform, flightId);
  if (found.record?.status === 'running') throw atWork(flightId);
  const bucket = requireEnvironment('uploadsBucket');
  const ref = { bucket, key: uploadKey(flightId, manifestName) };
  const info = await platform.objects.head(ref);
  if (info === undefined) throw notThere(`flight ${flightId} with its manifest`);
  const manifest = parseManifest(new TextDecoder().decode(await platform.objects.get(ref)), ref.key);
  await mustBeUnused(call, found, { manifest, name: photo.name });
  const sent = await platform.objects.head({ bucket, key: uploadKey(flightId, photo.name) });
  if (sent?.sizeBytes !== photo.sizeBytes) throw notSent(flightId, photo.name);
  const text = `${JSON.stringify(withPhoto(manifest, photo), undefined, 2)}\n`;
  const condition = { contentType: 'application/json', former: info.etag };
  if ((await platform.objects.putIf(ref, text, condition)) === 'changed')
    throw outdated(`the list of photos of flight ${flightId}`, 0);
  return { flightId, name: photo.name };
}

/** The manifest with what a photo's file holds now; the photo stays where it stands in the list. */
function withPhoto(manifest: FlightManifest, photo: ManifestPhoto): FlightManifest {
  const { photos = [], unreadable = [] } = manifest;
  const isListed = photos.some(({ name }) => name === photo.name);
  return {
    ...manifest,
    photos: isListed
      ? photos.map((listed) => (listed.name === photo.name ? photo : listed))
      : [...photos, photo],
    unreadable: unreadable.filter((name) => name !== photo.name),
  };
}

/** A photo that is used has tiles, and perhaps answers on them: another picture under its name would make them wrong. */
async function mustBeUnused(
  { platform }: ApiCall,
  { flight: { flightId }, record }: FlightAndRun,
  { manifest, name }: { manifest: FlightManifest; name: string },
): Promise<void> {
  if (manifest.unreadable?.includes(name) === true) return;
  const listed = manifest.photos?.find((photo) => photo.name === name);
  if (listed === undefined) throw notThere(`photo ${name} in the list of flight ${flightId}`);
  if (record?.run === undefined) return;
  const photoId = photoIdOfSha256(listed.sha256);
  const spec = sheetSpecName(record.run.sheet);
  const known = (await platform.tables.photos.getMany(flightId, spec, [photoId])).get(photoId);
  if (known?.outcome === 'tiled') throw inUse(name);
}

function atWork(flightId: string): UmbelError {
  return new UmbelError({
    code: 'run.running',
    kind: 'conflict',
    message: `Flight ${flightId} is being worked on.`,
    hint: 'Wait for its end.',
    details: { flightId },
  });
}

function inUse(name: string): UmbelError {
  return new UmbelError({
    code: 'photo.in-use',
    kind: 'conflict',
    message: `The photo ${name} is used: there is nothing to mend.`,
    hint: 'Only photos that were set aside or left out can be replaced.',
    details: { name },
  });
}

function notSent(flightId: string, name: string): UmbelError {
  return new UmbelError({
    code: 'upload.incomplete',
    kind: 'conflict',
    message: `The file for ${name} of flight ${flightId} did not arrive whole.`,
    hint: 'Send it again, then replace the photo again.',
    details: { missing: 1, names: name },
  });
}
