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
    const former = entryAt(entries, at.getTime());
    if (former?.isLatest === true) same++;
    else if (former === undefined || former.isMarker) since++;
    else {
      back.push(key);
      if (!dryRun) await copyOnTop(client, { bucket, key, former });
    }
  }
  return { back, same, since };
}

/** What was the latest at a moment: the newest of the entries that are not newer; undefined: there was none yet. */
export function entryAt<Each extends Pick<Entry, 'modifiedMs'>>(
  entries: readonly Each[],
  atMs: number,
): Each | undefined {
  return entries
    .filter(({ modifiedMs }) => modifiedMs <= atMs)
    .reduce<Each | undefined>(
      (newest, each) => (newest === undefined || each.modifiedMs > newest.modifiedMs ? each : newest),
      undefined,
    );
}

async function entriesByKey(client: S3Client, bucket: string, prefix: string): Promise<Map<string, Entry[]>> {
  const entries = new Map<string, Entry[]>();
  for await (const page of versionPages(client, bucket, prefix)) {
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
