import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkCommand } from '#cli/models-import/link-command.ts';
import { linkModel, type LinkOptions } from '#cli/models-import/link-model.ts';
import { checkSanity } from '#platform/engines/check-sanity.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import { type ModelServer, startModelServer } from '../../platform/engines/remote/model-server.ts';
import { tinyPackage, tinyTilePx } from '../../platform/engines/tiny-package.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

let server: ModelServer;
let samples = '';
beforeAll(async () => {
  const tiny = await tinyPackage();
  server = await startModelServer(tiny);
  samples = temporaryFolder();
  for (const { file } of tiny.manifest.sanity.tiles) {
    writeFileSync(path.join(samples, path.basename(file)), tiny.files.get(file)!);
  }
});
beforeEach(() => {
  server.requests.length = 0;
  server.instead = undefined;
});
afterAll(async () => {
  await server.close();
  vi.restoreAllMocks();
});

function stated(change: Partial<LinkOptions> = {}): LinkOptions {
  return {
    server: server.url,
    protocol: 'kserve-v2',
    remote: { model: 'tiny' },
    out: path.join(temporaryFolder(), 'linked'),
    samples,
    tilePx: tinyTilePx,
    inputName: 'tiles',
    outputName: 'logit',
    location: 'location',
    layout: 'nhwc',
    dtype: 'uint8',
    outputKind: 'logit',
    ...change,
  };
}

describe('linking a model that runs elsewhere', () => {
  it('makes a package whose sanity tiles are what the server answers', async () => {
    const result = await linkModel(stated());
    expect(result).toMatchObject({ engine: 'remote', samples: { n: 3 } });
    const loaded = await loadPackageFromFolder(result.out);
    expect(loaded.manifest).toMatchObject({
      remote: { protocol: 'kserve-v2', url: server.url, model: 'tiny' },
    });
    expect(loaded.manifest.weights).toBeUndefined();
    const pool = await openEnginePool(loaded, { workers: 1 });
    expect(await checkSanity(pool, loaded)).toMatchObject({ ok: true, tiles: 3 });
    await pool.close();
  });

  it('is a command that prints what it made', async () => {
    let printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
    const out = path.join(temporaryFolder(), 'linked');
    const flags = `--protocol tf-serving --served-model tiny --tile-px ${tinyTilePx} --input tiles --output logit --dtype uint8 --output-kind logit --in-flight 2`;
    await linkCommand().parseAsync(
      [server.url, ...flags.split(' '), '--samples', samples, '--out', out, '--json'],
      { from: 'user' },
    );
    vi.restoreAllMocks();
    expect(JSON.parse(printed)).toMatchObject({ engine: 'remote', output: { name: 'logit', kind: 'logit' } });
    const { manifest } = await loadPackageFromFolder(out);
    expect(manifest.remote).toEqual({
      protocol: 'tf-serving',
      url: server.url,
      model: 'tiny',
      timeoutMs: 30_000,
      attempts: 4,
      inFlight: 2,
    });
  });

  it.each<[string, Partial<LinkOptions>, string, RegExp]>([
    ['no protocol', { protocol: undefined }, 'import.server-invalid', /cannot be asked as stated: protocol/],
    ['no model', { remote: {} }, 'import.server-invalid', /model/],
    ['another address', { server: 'ftp://models' }, 'import.server-invalid', /http or https/],
    ['a metadata service', { server: 'http://169.254.169.254' }, 'remote.address-refused', /metadata/],
    ['no normalisation', { dtype: 'float32' }, 'import.reading-unclear', /what its network is fed/],
    ['no kind of output', { outputKind: undefined }, 'import.reading-unclear', /what its values are/],
    [
      'several values, none of them named',
      { outputName: 'location', location: undefined, outputKind: 'softmax-logits' },
      'import.reading-unclear',
      /gives 2 values/,
    ],
    ['an output that is not there', { outputName: 'boxes' }, 'remote.failed', /500/],
    ['a model that is not there', { remote: { model: 'other' } }, 'remote.refused', /404/],
  ])('is refused with a reason: %s', async (_name, change, ...[code, message]) => {
    const linking = linkModel(stated(change));
    await expect(linking).rejects.toMatchObject({ code });
    await expect(linking).rejects.toThrow(message);
  });
});
