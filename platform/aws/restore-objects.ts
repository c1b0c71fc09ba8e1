import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { versionPages } from './purge.ts';

/** What objects below a prefix need to be as they were. */
export interface ObjectsRestored {
  /** Keys that were there then and are not, or not so, now: brought back, unless it was a dry run. */
  readonly back: readonly string[];
  /** Objects that are as they were. */
  readonly same: number;
  /** Objects that came since; they stay. */
  readonly since: number;
}

interface Entry {
  readonly versionId: string;
  readonly modifiedMs: number;
  readonly isLatest: boolean;
  readonly isMarker: boolean;
  readonly storageClass: string | undefined;
}

/**
 * Sets the objects below a prefix back to a moment, as far as the bucket keeps former versions: each that was deleted or
 * overwritten since is copied on top of what is there. Nothing is deleted, so it can be undone the same way.
 */
export async function restoreObjects(
  client: S3Client,
  options: { readonly bucket: string; readonly prefix: string; readonly at: Date; readonly dryRun: boolean },
): Promise<ObjectsRestored> {
  const { bucket, prefix, at, dryRun } = options;
  const back: string[] = [];
  let same = 0;
  let since = 0;
  for (const [key, entries] of await entriesByKey(client, bucket, prefix)) {
    const former = await formerAt(client, { bucket, key, entries, atMs: at.getTime() });
    if (former?.isLatest === true) same++;
    else if (former === undefined || former.isMarker) since++;
    else {
      back.push(key);
      if (!dryRun) await copyOnTop(client, { bucket, key, former });
    }
  }
  return { back, same, since };
}

/**
 * What was the latest at a moment: the newest of the entries that are not newer, as they are listed, newest first; several
 * where they came in the same second, which is all that S3 tells. None: there was none yet.
 */
export function entriesAt<Each extends Pick<Entry, 'modifiedMs'>>(
  entries: readonly Each[],
  atMs: number,
): Each[] {
  const former = entries.filter(({ modifiedMs }) => modifiedMs <= atMs);
  const newestMs = former.reduce((newest, { modifiedMs }) => Math.max(newest, modifiedMs), -Infinity);
  return former.filter(({ modifiedMs }) => modifiedMs === newestMs);
}

interface KeyAt {
  readonly bucket: string;
  readonly key: string;
  /** Versions newest first, then delete markers newest first. */
  readonly entries: readonly Entry[];
  readonly atMs: number;
}

/** What an object was at a moment; undefined: there was none yet. */
async function formerAt(client: S3Client, { bucket, key, entries, atMs }: KeyAt): Promise<Entry | undefined> {
  const candidates = entriesAt(entries, atMs);
  const latest = candidates.find(({ isLatest }) => isLatest);
  if (latest !== undefined) return latest;
  const [first] = candidates;
  const isMixed = candidates.some(({ isMarker }) => isMarker !== first?.isMarker);
  return isMixed ? firstListed(client, { bucket, key, candidates }) : first;
}

/**
 * The newest of versions and delete markers of the same second. S3 lists them in their order, but answers with two lists
 * of which that cannot be read: so they are asked for one by one.
 */
async function firstListed(
  client: S3Client,
  { bucket, key, candidates }: { bucket: string; key: string; candidates: readonly Entry[] },
): Promise<Entry | undefined> {
  for await (const page of versionPages(client, { bucket, prefix: key, pageSize: 1 }))
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      const found = candidates.find(({ versionId }) => Key === key && versionId === VersionId);
      if (found !== undefined) return found;
    }
  // Deleted for good in the meantime: there is nothing left to bring back.
  return undefined;
}

async function entriesByKey(client: S3Client, bucket: string, prefix: string): Promise<Map<string, Entry[]>> {
  const entries = new Map<string, Entry[]>();
  for await (const page of versionPages(client, { bucket, prefix })) {
    const markers = (page.DeleteMarkers ?? []).map((each) => ({
      ...each,
      StorageClass: undefined,
      isMarker: true,
    }));
    const versions = (page.Versions ?? []).map((each) => ({ ...each, isMarker: false }));
    for (const { Key = '', VersionId = '', LastModified, IsLatest, StorageClass, isMarker } of [
      ...versions,
      ...markers,
    ]) {
      const entry = {
        versionId: VersionId,
        modifiedMs: LastModified?.getTime() ?? 0,
        isLatest: IsLatest === true,
        isMarker,
        storageClass: StorageClass,
      };
      const known = entries.get(Key);
      if (known === undefined) entries.set(Key, [entry]);
      else known.push(entry);
    }
  }
  return entries;
}

async function copyOnTop(
  client: S3Client,
  { bucket, key, former }: { bucket: string; key: string; former: Entry },
): Promise<void> {
  await client.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: key,
      CopySource: `${bucket}/${encodeURIComponent(key)}?versionId=${encodeURIComponent(former.versionId)}`,
      // A copy is a new object: without this it would leave the cheaper tiers.
      ...(former.storageClass === 'INTELLIGENT_TIERING'
        ? { StorageClass: 'INTELLIGENT_TIERING' as const }
        : {}),
    }),
  );
}
