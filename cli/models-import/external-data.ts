import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { OnnxConstant } from '#core/model/import/onnx-file.ts';
import { refuseImport } from '#core/model/import/refuse-import.ts';

/** A protobuf message cannot be larger. */
const maxBytes = 2 ** 31 - 1;

/**
 * The values that an ONNX file keeps in files beside it, by the constant's name.
 * Only files in the same folder are read, as the format demands (https://github.com/onnx/onnx/blob/main/docs/ExternalData.md).
 * @throws UmbelError `import.external-data`
 */
export async function readExternalData(
  constants: readonly OnnxConstant[],
  dir: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const values = new Map<string, Uint8Array>();
  const files = new Map<string, FileHandle>();
  let total = 0;
  try {
    for (const { name, external } of constants) {
      if (external === undefined) continue;
      const { location, offset, length } = external;
      const file = files.get(location) ?? (await openBeside(dir, location));
      files.set(location, file);
      const { size } = await file.stat();
      const wanted = length ?? size - offset;
      total += wanted;
      if (!(offset >= 0 && wanted >= 0 && offset + wanted <= size)) {
        throw refuse(
          `${location} has ${size} bytes; weight "${name}" should stand at ${offset} to ${offset + wanted}`,
        );
      }
      if (total > maxBytes) throw refuse('its weights have more than 2 GB, which one ONNX file cannot hold');
      const bytes = new Uint8Array(wanted);
      await file.read(bytes, 0, wanted, offset);
      values.set(name, bytes);
    }
    return values;
  } finally {
    for (const file of files.values()) await file.close();
  }
}

async function openBeside(dir: string, location: string): Promise<FileHandle> {
  const file = path.resolve(dir, location);
  const isInside = !path.isAbsolute(location) && file.startsWith(`${path.resolve(dir)}${path.sep}`);
  if (!isInside) throw refuse(`it names the file ${location}, which is not beside it`);
  const absent = (cause: unknown) => {
    throw refuse(
      `its weights are in ${location}, which is not there (${cause instanceof Error ? cause.message : String(cause)})`,
    );
  };
  // A link beside it may lead to any file of this computer, and a pipe has no end.
  const [real, folder] = await Promise.all([realpath(file), realpath(dir)]).catch(absent);
  const isFile = real.startsWith(`${folder}${path.sep}`) && (await stat(real)).isFile();
  if (!isFile) throw refuse(`it names ${location}, which is not a file beside it`);
  return open(real).catch(absent);
}

function refuse(problem: string): Error {
  return refuseImport(
    'external-data',
    `The ONNX file is not whole: ${problem}.`,
    'Copy the data file beside the .onnx file, or export with external_data=False.',
  );
}
