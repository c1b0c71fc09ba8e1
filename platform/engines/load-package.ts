import { hash } from 'node:crypto';
import { readFile as readFileFromDisk, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import { modelIdOf, type ModelManifest, parseModelManifest } from '#core/model/package.ts';

/** Reads one file of a package by its relative path; rejects with ENOENT or an UmbelError of kind `not-found` when there is none. */
export type ReadPackageFile = (path: string) => Promise<Uint8Array>;

const manifestFile = 'model.json';
/** An ONNX file cannot be larger: protobuf. */
const maxFileBytes = 2 ** 31 - 1;

/**
 * The package with every file read and checked against its size and SHA-256.
 * @param origin where the package is, for messages
 * @throws UmbelError `model.file-missing`, `model.hash-mismatch`, `model.manifest-invalid`
 */
export async function loadPackage(
  readFile: ReadPackageFile,
  origin = 'the model package',
): Promise<LoadedPackage> {
  const manifestBytes = await readOrExplain(readFile, manifestFile, origin);
  const manifest = parseModelManifest(new TextDecoder().decode(manifestBytes), `${origin}: ${manifestFile}`);
  const entries = await Promise.all(
    Object.entries(manifest.files).map(async ([path, expected]) => {
      const bytes = await readOrExplain(readFile, path, origin);
      checkFile(path, bytes, { ...expected, origin });
      return [path, bytes] as const;
    }),
  );
  return { modelId: modelIdOf(manifest, hash('sha256', manifestBytes)), manifest, files: new Map(entries) };
}

/** The package in a folder of this machine. Links in it may not lead out of it: a package is what its maker gave. */
export async function loadPackageFromFolder(dir: string): Promise<LoadedPackage> {
  return loadPackage(async (path) => {
    const [file, folder] = await Promise.all([realpath(join(dir, path)), realpath(dir)]);
    const info = await stat(file);
    if (info.isFile() && file.startsWith(`${folder}${sep}`) && info.size <= maxFileBytes)
      return readFileFromDisk(file);
    throw new UmbelError({
      code: 'model.file-missing',
      kind: 'configuration',
      message: `${path} of ${dir} is ${info.size > maxFileBytes ? `larger than ${maxFileBytes} bytes` : 'not a file of this folder'}.`,
      hint: 'A package holds plain files of at most 2 GB. Fetch it again.',
    });
  }, dir);
}

async function readOrExplain(readFile: ReadPackageFile, path: string, origin: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new UmbelError({
      code: 'model.file-missing',
      kind: path === manifestFile ? 'not-found' : 'configuration',
      message: `${origin} has no file ${path}.`,
      hint:
        path === manifestFile
          ? 'Give the folder that holds model.json.'
          : 'Fetch the package again; a part of it is lost.',
      details: { file: path },
      cause,
    });
  }
}

function isMissing(error: unknown): boolean {
  if (error instanceof UmbelError) return error.kind === 'not-found';
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

type ExpectedFile = ModelManifest['files'][string] & { readonly origin: string };

function checkFile(path: string, bytes: Uint8Array, { sha256, sizeBytes, origin }: ExpectedFile): void {
  const isSha256 = hash('sha256', bytes);
  if (bytes.length === sizeBytes && isSha256 === sha256) return;
  const found = bytes.length === sizeBytes ? `SHA-256 ${isSha256.slice(0, 12)}...` : `${bytes.length} bytes`;
  const expected = bytes.length === sizeBytes ? `${sha256.slice(0, 12)}...` : String(sizeBytes);
  throw new UmbelError({
    code: 'model.hash-mismatch',
    kind: 'configuration',
    message: `${path} of ${origin} was changed: it has ${found} where model.json says ${expected}.`,
    hint: 'A package is never edited. Fetch it again, or make a new one.',
    details: { file: path, sha256: isSha256, expectedSha256: sha256, sizeBytes: bytes.length },
  });
}
