import sharp from 'sharp';
import { maxPhotoPixels } from '#core/photo/sniff.ts';
import { UmbelError } from '#core/errors.ts';
import { manifestName, reviewTileKey, uploadKey } from '#core/flight/keys.ts';
import { parseManifest } from '#core/flight/manifest.ts';
import { photoIdOfSha256 } from '#core/flight/match-photos.ts';
import type { Label } from '#core/label/label.ts';
import { byTile, standingLabels } from '#core/label/standing.ts';
import { resolveLabel } from '#core/snapshot/resolve.ts';
import { tileNameStart } from '#core/snapshot/snapshot.ts';
import { isObjectNotFound } from '../object-errors.ts';
import type { ObjectRef, ObjectStore } from '../ports.ts';
import type { LabelsTable } from '../tables/labels-table.ts';
import type { Candidate, Candidates } from './candidates.ts';

export interface LabelSource {
  readonly objects: ObjectStore;
  readonly labels: Pick<LabelsTable, 'list'>;
  readonly buckets: { readonly uploads: string; readonly review: string };
  readonly flightIds: readonly string[];
}

/**
 * The tiles of flights that people have judged.
 * @throws UmbelError `snapshot.no-labels` where nobody has
 */
export async function candidatesFromLabels(source: LabelSource): Promise<Candidates> {
  const tiles: Candidate[] = [];
  const leftOut = { conflict: 0, unsure: 0, badImage: 0 };
  for (const flightId of source.flightIds) {
    const labels: Label[] = [];
    for await (const label of source.labels.list(flightId)) labels.push(label);
    const photoNames = lazily(() => readPhotoNames(source, flightId));
    for (const history of byTile(labels).values()) {
      const resolved = resolveLabel(history);
      if (resolved === undefined) continue;
      if ('leftOut' in resolved) leftOut[resolved.leftOut]++;
      else
        tiles.push({
          ...candidateOf(history),
          ...resolved,
          read: () => readPicture(source, history, photoNames),
        });
    }
  }
  if (tiles.length > 0) return { tiles, leftOut };
  throw new UmbelError({
    code: 'snapshot.no-labels',
    kind: 'bad-input',
    message: `Nobody has judged a tile of ${source.flightIds.join(', ')} as hogweed or not.`,
    hint: 'Label tiles in the console first: umbel serve.',
  });
}

/** What is the same in every answer on a tile. */
function candidateOf(history: readonly Label[]): Pick<Candidate, 'name' | 'group' | 'place' | 'source'> {
  const last = standingLabels(history).at(-1)!;
  const { flightId, photoId, tiling, tile, place } = last;
  const cut = tiling.replaceAll(/[^a-z0-9.]+/g, '-');
  return {
    name: `${tileNameStart(flightId)}${photoId}-${cut}-${tile}.jpg`,
    group: flightId,
    source: { flightId, photoId, tiling, tile },
    ...(place === undefined ? {} : { place: { lat: place.lat, lon: place.lon } }),
  };
}

/** The tile as biologists saw it; one that was never cut for them is cut from its photo. */
async function readPicture(
  { objects, buckets }: LabelSource,
  history: readonly Label[],
  photoNames: () => Promise<ReadonlyMap<string, string>>,
): Promise<Uint8Array | undefined> {
  for (const { runId, photoId, tile } of history) {
    if (runId === undefined) continue;
    const cut = await getOr(objects, { bucket: buckets.review, key: reviewTileKey(runId, photoId, tile) });
    if (cut !== undefined) return cut;
  }
  const { flightId, photoId, box } = history[0]!;
  const name = (await photoNames()).get(photoId);
  if (name === undefined) return undefined;
  const photo = await getOr(objects, { bucket: buckets.uploads, key: uploadKey(flightId, name) });
  if (photo === undefined) return undefined;
  const [left, top] = [Math.round(box.leftPx), Math.round(box.topPx)];
  const region = { left, top, width: Math.round(box.widthPx), height: Math.round(box.heightPx) };
  return sharp(photo, { limitInputPixels: maxPhotoPixels }).extract(region).jpeg({ quality: 95 }).toBuffer();
}

async function readPhotoNames(
  { objects, buckets }: LabelSource,
  flightId: string,
): Promise<Map<string, string>> {
  const bytes = await getOr(objects, { bucket: buckets.uploads, key: uploadKey(flightId, manifestName) });
  if (bytes === undefined) return new Map();
  const { photos = [] } = parseManifest(new TextDecoder().decode(bytes), `${flightId}/${manifestName}`);
  return new Map(photos.map(({ name, sha256 }) => [photoIdOfSha256(sha256), name]));
}

async function getOr(objects: ObjectStore, ref: ObjectRef): Promise<Uint8Array | undefined> {
  try {
    return await objects.get(ref);
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
