import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MadePackage } from '#containers/training/make-package.ts';
import { savePackage } from '#containers/training/save-package.ts';
import { UmbelError } from '#core/errors.ts';
import { loadPackage, loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { tinyPackage } from './tiny-package.ts';

let tiny: MadePackage;
let dir: string;
beforeAll(async () => {
  tiny = await tinyPackage();
  dir = await mkdtemp(join(tmpdir(), 'umbel-package-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function allFiles(): ReadonlyMap<string, Uint8Array> {
  return new Map([...tiny.files, ['model.json', tiny.manifestBytes] as const]);
}

/** Reads from the package's files, some of them changed (undefined = lost). */
function reader(
  changes: Readonly<Record<string, Uint8Array | undefined>> = {},
): (path: string) => Promise<Uint8Array> {
  return async (path) => {
    const bytes = path in changes ? changes[path] : allFiles().get(path);
    if (bytes !== undefined) return bytes;
    throw new UmbelError({ code: 'object.not-found', kind: 'not-found', message: `no ${path}` });
  };
}

function flipped(path: string): Uint8Array {
  const bytes = Uint8Array.from(tiny.files.get(path)!);
  bytes[bytes.length >> 1]! ^= 1;
  return bytes;
}

describe('loading a package', () => {
  it('gives the manifest, every file, and an id that depends on every byte', async () => {
    const loaded = await loadPackage(reader());
    expect(loaded.modelId).toBe(tiny.modelId);
    expect(loaded.modelId).toMatch(/^tiny-[0-9a-f]{12}$/);
    expect(loaded.manifest).toEqual(tiny.manifest);
    expect([...loaded.files.keys()].toSorted()).toEqual(Object.keys(tiny.manifest.files).toSorted());
    const spaced = new TextEncoder().encode(`${new TextDecoder().decode(tiny.manifestBytes)} `);
    expect((await loadPackage(reader({ 'model.json': spaced }))).modelId).not.toBe(tiny.modelId);
  });

  it.each(['weights.onnx', 'layers-model/weights.bin', 'sanity/tile-1.png'])(
    'names %s when one bit of it was changed',
    async (file) => {
      await expect(loadPackage(reader({ [file]: flipped(file) }), 'here')).rejects.toMatchObject({
        code: 'model.hash-mismatch',
        kind: 'configuration',
        message: expect.stringContaining(`${file} of here was changed`),
        details: { file },
      });
    },
  );

  it('names a file of another length, and both lengths', async () => {
    const short = tiny.files.get('weights.onnx')!.slice(1);
    await expect(loadPackage(reader({ 'weights.onnx': short }))).rejects.toMatchObject({
      code: 'model.hash-mismatch',
      message: expect.stringContaining(`${short.length} bytes where model.json says ${short.length + 1}`),
    });
  });

  it('names a file that is missing', async () => {
    await expect(loadPackage(reader({ 'weights.onnx': undefined }))).rejects.toMatchObject({
      code: 'model.file-missing',
      kind: 'configuration',
      details: { file: 'weights.onnx' },
    });
  });

  it('does not call a failing network a missing file', async () => {
    await expect(loadPackage(() => Promise.reject(new Error('ECONNRESET')))).rejects.toThrow('ECONNRESET');
  });

  it('refuses a manifest that speaks of files it does not list', async () => {
    const manifest = { ...tiny.manifest, weights: 'other.onnx' };
    const bytes = new TextEncoder().encode(JSON.stringify(manifest));
    await expect(loadPackage(reader({ 'model.json': bytes }))).rejects.toMatchObject({
      code: 'model.manifest-invalid',
      message: expect.stringContaining('other.onnx'),
    });
  });
});

describe('loading a package from a folder', () => {
  it('reads what savePackage wrote, and savePackage replaces what was there', async () => {
    const folder = join(dir, 'tiny');
    await savePackage(folder, tiny);
    await writeFile(join(folder, 'left-over.txt'), '');
    await savePackage(folder, tiny);
    expect((await loadPackageFromFolder(folder)).modelId).toBe(tiny.modelId);
    await expect(writeFile(join(folder, 'left-over.txt'), '', { flag: 'r+' })).rejects.toThrow('ENOENT');
  });

  it('takes an edited model.json for another model, were it by a blank: the id is its hash', async () => {
    const folder = join(dir, 'edited');
    await savePackage(folder, tiny);
    const text = new TextDecoder().decode(tiny.manifestBytes);
    const threshold = text.replace(/"threshold": ?[\d.]+/, '"threshold": 0.123');
    expect(threshold).not.toBe(text);
    const ids = [tiny.modelId];
    for (const edited of [`${text} `, threshold]) {
      await writeFile(join(folder, 'model.json'), edited);
      ids.push((await loadPackageFromFolder(folder)).modelId);
    }
    expect(new Set(ids).size).toBe(3);
  });

  it('says that a folder holds no package', async () => {
    await expect(loadPackageFromFolder(join(dir, 'nowhere'))).rejects.toMatchObject({
      code: 'model.file-missing',
      kind: 'not-found',
      hint: 'Give the folder that holds model.json.',
    });
  });
});
