import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readOnnxSource } from '#cli/models-import/onnx-source.ts';
import { readTfjsFiles } from '#cli/models-import/tfjs-files.ts';
import { savePackage } from '#containers/training/save-package.ts';
import type { MadePackage } from '#containers/training/make-package.ts';
import { parseManifest } from '#core/flight/manifest.ts';
import { parseModelManifest } from '#core/model/package.ts';
import { checkSanity } from '#platform/engines/check-sanity.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { storePackage } from '#platform/registry/stored-package.ts';
import { smallNetwork, withExternalWeight } from '../core/model/import/small-networks.ts';
import { tinyPackage, withManifest } from '../platform/engines/tiny-package.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

let tiny: MadePackage;
beforeAll(async () => {
  tiny = await tinyPackage();
});

/** The package in a folder, its manifest changed as text. */
async function inFolder(change: (manifest: Record<string, unknown>) => void): Promise<string> {
  const dir = path.join(temporaryFolder(), 'package');
  await savePackage(dir, tiny);
  const file = path.join(dir, 'model.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
  return dir;
}

const outside = [
  '../secret',
  '/etc/passwd',
  'sanity/../../secret',
  '..\\secret',
  'C:\\secret',
  'sanity//x',
  './x',
  '.ssh/id',
  'a\u0000b',
  '~/x',
  'file:///etc/passwd',
];

describe('a package that names files elsewhere', () => {
  it.each(outside)('as %j is refused before anything is read or written', async (name) => {
    const dir = await inFolder((manifest) => {
      manifest['files'] = {
        ...(manifest['files'] as object),
        [name]: { sha256: '0'.repeat(64), sizeBytes: 1 },
      };
    });
    await expect(loadPackageFromFolder(dir)).rejects.toMatchObject({ code: 'model.manifest-invalid' });
    const weights = await inFolder((manifest) => (manifest['weights'] = name));
    await expect(loadPackageFromFolder(weights)).rejects.toMatchObject({ code: 'model.manifest-invalid' });
  });

  it('is not stored outside its folder, even when it was made past the manifest', async () => {
    const home = temporaryFolder();
    const store = { objects: fileObjectStore(home), bucket: 'umbel-models' };
    for (const name of ['../../secret', '..', 'a/../../../secret']) {
      const made = { ...tiny, files: new Map([[name, new Uint8Array(1)]]) };
      await expect(storePackage(store, made, tiny.manifestBytes), name).rejects.toMatchObject({
        code: 'object.key-invalid',
      });
    }
    expect(readdirSync(home)).toEqual([]);
  });

  it('by links, pipes and devices is refused', async () => {
    const secret = path.join(temporaryFolder(), 'secret');
    writeFileSync(secret, 'SECRET');
    const make: Readonly<Record<string, (file: string) => void>> = {
      link: (file) => symlinkSync(secret, file),
      device: (file) => symlinkSync('/dev/zero', file),
      pipe: (file) => execFileSync('mkfifo', [file]),
      folder: (file) => mkdirSync(file),
    };
    for (const [what, place] of Object.entries(make)) {
      const dir = path.join(temporaryFolder(), 'package');
      await savePackage(dir, tiny);
      execFileSync('rm', [path.join(dir, 'weights.onnx')]);
      place(path.join(dir, 'weights.onnx'));
      await expect(loadPackageFromFolder(dir), what).rejects.toMatchObject({ code: 'model.file-missing' });
    }
  });
});

describe('a package whose manifest is meant to do harm', () => {
  it('changes no object by the names of its fields', () => {
    const text = JSON.stringify({ ...tiny.manifest, metrics: {} })
      .replace('"metrics":{}', '"metrics":{"__proto__":{"polluted":1},"constructor":1}')
      .replace(/^\{/, '{"__proto__":{"polluted":1},');
    expect(() => parseModelManifest(text)).toThrow(/__proto__/);
    const nested = JSON.stringify({ ...tiny.manifest, metrics: {} }).replace(
      '"metrics":{}',
      '"metrics":{"__proto__":1,"constructor":1}',
    );
    expect(parseModelManifest(nested).metrics).toEqual({ constructor: 1 });
    expect(() => parseManifest('{"schema":"umbel.flight/1","flightId":"a","__proto__":{"x":1}}')).toThrow(
      /__proto__/,
    );
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    'file:///etc/passwd',
    'ftp://10.0.0.1/',
    'gopher://x/',
    'javascript:alert(1)',
    'http://u:p@x/',
    'http://x/?a=b',
  ])('does not ask %s', async (url) => {
    const dir = await inFolder((manifest) => {
      Object.assign(manifest, { engine: 'remote', remote: { protocol: 'tf-serving', url, model: 'x' } });
    });
    await expect(loadPackageFromFolder(dir)).rejects.toMatchObject({ code: 'model.manifest-invalid' });
  });

  it.each(['../../x', 'x:predict/../../admin', 'x?y', 'x#y', 'x\r\nhost: evil', 'x/y'])(
    'does not ask for another path by the name %j of a model',
    (model) => {
      const remote = { protocol: 'tf-serving', url: 'https://models.example.org', model };
      const text = JSON.stringify({ ...tiny.manifest, engine: 'remote', remote });
      expect(() => parseModelManifest(text)).toThrow(/plain name/);
    },
  );

  it('shows no sanity tile that is larger than a tile can be', async () => {
    const file = tiny.manifest.sanity.tiles[0]!.file;
    const sharp = (await import('sharp')).default;
    const large = sharp({ create: { width: 3000, height: 3000, channels: 3, background: 'green' } });
    const files = new Map(tiny.files).set(file, await large.png().toBuffer());
    const pool = await openEnginePool(tiny, { workers: 1 });
    try {
      await expect(checkSanity(pool, { ...tiny, files })).rejects.toMatchObject({
        code: 'model.sanity-unreadable',
        message: expect.stringContaining('pixel limit'),
      });
    } finally {
      await pool.close();
    }
  });
});

describe('an ONNX file that keeps its weights elsewhere', () => {
  const network = smallNetwork({ weights: [[1], [1], [1]], bias: [0] });
  const places = [
    '../secret.data',
    '/etc/passwd',
    'link.data',
    'pipe.data',
    'folder',
    'file:///etc/passwd',
    '',
  ];

  it.each(places)('at %j is not imported', async (location) => {
    const dir = path.join(temporaryFolder(), 'in');
    mkdirSync(path.join(dir, 'folder'), { recursive: true });
    writeFileSync(path.join(dir, '..', 'secret.data'), new Uint8Array(64));
    symlinkSync('../secret.data', path.join(dir, 'link.data'));
    execFileSync('mkfifo', [path.join(dir, 'pipe.data')]);
    const file = path.join(dir, 'net.onnx');
    writeFileSync(file, withExternalWeight(network, location, 0).file);
    await expect(readOnnxSource(file)).rejects.toMatchObject({ code: 'import.external-data' });
  });

  it.each(['../secret.data', '/etc/passwd', 'secret.data'])('at %j is not run either', async (location) => {
    const { file } = withExternalWeight(network, location, 0);
    const named = withManifest(tiny, (manifest) => ({ ...manifest, weights: 'weights.onnx' }));
    const files = new Map(tiny.files).set('weights.onnx', file);
    await expect(openOnnxDriver({ ...named, files }, {})).rejects.toMatchObject({
      code: 'model.weights-unreadable',
    });
  });
});

describe('a TensorFlow.js model', () => {
  it.each(['../secret.bin', '/etc/passwd', '..\\x', 'http://169.254.169.254/latest', '.hidden', 'a/b'])(
    'is read with no weights from %j',
    async (shard) => {
      const file = path.join(temporaryFolder(), 'model.json');
      const weights = [{ name: 'w', shape: [1], dtype: 'float32' }];
      writeFileSync(
        file,
        JSON.stringify({
          modelTopology: {},
          format: 'layers-model',
          weightsManifest: [{ paths: [shard], weights }],
        }),
      );
      await expect(readTfjsFiles(file)).rejects.toMatchObject({ code: 'import.tfjs-invalid' });
    },
  );
});
