import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { uploadsFolder, uploadTargetFile } from './object-urls.ts';

const targetSchema = z.object({ bucket: z.string(), key: z.string() });

/**
 * How many uploads in parts were begun below a prefix and not ended; their parts are gone, unless it was a dry run.
 * @param homeDir folder of the embedded cloud
 */
export async function endOpenUploads(
  homeDir: string,
  { bucket, prefix, dryRun }: { readonly bucket: string; readonly prefix: string; readonly dryRun: boolean },
): Promise<number> {
  const root = path.join(homeDir, uploadsFolder);
  let count = 0;
  for (const uploadId of await readdir(root).catch(() => [])) {
    const folder = path.join(root, uploadId);
    const target = await targetOf(folder);
    if (target?.bucket !== bucket || !target.key.startsWith(prefix)) continue;
    count++;
    if (!dryRun) await rm(folder, { recursive: true, force: true });
  }
  return count;
}

/** The object that an upload is to become; undefined where that is not written down. */
async function targetOf(folder: string): Promise<z.infer<typeof targetSchema> | undefined> {
  try {
    return targetSchema.parse(JSON.parse(await readFile(path.join(folder, uploadTargetFile), 'utf8')));
  } catch {
    return undefined;
  }
}
