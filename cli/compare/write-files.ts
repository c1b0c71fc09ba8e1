import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { ReportAssets } from '#core/report/map-page.ts';

/**
 * Writes files into a folder, which is made where it is not there.
 * @param contents text by file name
 * @returns paths by file name
 * @throws UmbelError `compare.unwritable`
 */
export async function writeFiles(
  dir: string,
  contents: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  try {
    await mkdir(dir, { recursive: true });
    const files: Record<string, string> = {};
    for (const [name, text] of Object.entries(contents)) {
      files[name] = path.join(dir, name);
      await writeFile(files[name], text);
    }
    return files;
  } catch (cause) {
    throw new UmbelError({
      code: 'compare.unwritable',
      kind: 'bad-input',
      message: `${dir} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: 'Name a folder that may be written to with --out.',
      cause,
    });
  }
}

/** Leaflet's own files, for a page that needs no network. */
export async function readAssets(): Promise<ReportAssets> {
  const { resolve } = createRequire(import.meta.url);
  const [leafletJs, leafletCss] = await Promise.all([
    readFile(resolve('leaflet/dist/leaflet.js'), 'utf8'),
    readFile(resolve('leaflet/dist/leaflet.css'), 'utf8'),
  ]);
  return { leafletJs, leafletCss };
}
