import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import type { RunResult } from '#cli/run/run-flight.ts';
import { badPhotos } from './bad-photos.ts';
import { readCsv } from './csv.ts';
import { smallFlight } from './flights.ts';
import { temporaryFolder, umbel, umbelJson } from './umbel.ts';

function patternOf(expected: Readonly<Record<string, string | RegExp>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(expected).map(([column, value]) => [column, matcherOf(value)]));
}

function matcherOf(value: string | RegExp): unknown {
  return typeof value === 'string' ? value : expect.stringMatching(value);
}

describe('bad photos among good ones', () => {
  let rows: Map<string, Record<string, string>>;
  let result: RunResult;

  beforeAll(async () => {
    const dir = path.join(inject('sharedDir'), 'bad-flight');
    const home = path.join(inject('sharedDir'), 'bad-home');
    await smallFlight(dir, { photos: 3 });
    rmSync(path.join(dir, 'flight.json'));
    for (const { name, make } of badPhotos) await make(dir, name, path.join(dir, 'DJI_0001.JPG'));
    result = await umbelJson<RunResult>(['run', dir], home);
    rows = new Map(readCsv(result.out['photos']!).map((row) => [row['photo'] ?? '', row]));
  }, 180_000);

  test.each(badPhotos)('$name is accounted for', ({ name, expected }) => {
    expect(rows.get(name), `no row for ${name}`).toMatchObject(patternOf(expected));
  });

  test('the good photos are scored all the same, and the figures add up', () => {
    for (const n of [1, 2, 3])
      expect(rows.get(`DJI_000${n}.JPG`)).toMatchObject({ outcome: 'scored', placed: 'yes' });
    const { read, scored, quarantined, skipped, failed, prepared } = result.photos;
    expect(scored + quarantined + skipped + failed + prepared).toBe(read);
    expect(read + result.sideFiles).toBe(rows.size);
    expect(result.status).toBe('succeeded');
  });
});

describe('a manifest that does not match the folder', () => {
  test(
    'missing, changed and unlisted photos are named; the others are scored',
    { timeout: 120_000 },
    async () => {
      const dir = temporaryFolder();
      await smallFlight(dir, { photos: 6 });
      rmSync(path.join(dir, 'DJI_0001.JPG'));
      writeFileSync(path.join(dir, 'DJI_0002.JPG'), readFileSync(path.join(dir, 'DJI_0003.JPG')));
      const bytes = readFileSync(path.join(dir, 'DJI_0004.JPG'));
      bytes[bytes.length - 3]! ^= 0xff;
      writeFileSync(path.join(dir, 'DJI_0004.JPG'), bytes);
      writeFileSync(path.join(dir, 'DJI_0099.JPG'), bytes);
      const result = await umbelJson<RunResult>(['run', dir], temporaryFolder());
      const rows = readCsv(result.out['photos']!).map(({ photo, outcome, reasonCode }) => [
        photo,
        outcome,
        reasonCode,
      ]);
      expect(rows).toEqual(
        expect.arrayContaining([
          ['DJI_0001.JPG', 'quarantined', 'photo.missing'],
          ['DJI_0002.JPG', 'quarantined', 'photo.changed'],
          ['DJI_0003.JPG', 'scored', ''],
          ['DJI_0004.JPG', 'quarantined', 'photo.changed'],
          ['DJI_0099.JPG', 'skipped', 'photo.unlisted'],
        ]),
      );
    },
  );

  test('a flight.json that is no manifest is refused by the name of its field', async () => {
    const dir = temporaryFolder();
    await smallFlight(dir, { photos: 3 });
    writeFileSync(
      path.join(dir, 'flight.json'),
      JSON.stringify({ schema: 'umbel.flight/1', flightId: 'Not An Id' }),
    );
    const { code, stderr } = await umbel(['run', dir], temporaryFolder());
    expect(code).toBe(2);
    expect(stderr).toContain('flightId');
    expect(stderr).toContain('flight.json');
  });
});

describe('folders', () => {
  test('an empty folder', async () => {
    const { code, stdout, stderr } = await umbel(['run', temporaryFolder(), '--json'], temporaryFolder());
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'flight.empty' } });
    expect(stderr).toContain('flight.empty');
  });

  test('a folder that does not exist', async () => {
    const { code, stderr } = await umbel(['run', path.join(temporaryFolder(), 'nowhere')], temporaryFolder());
    expect(code).toBe(4);
    expect(stderr).toContain('nowhere');
  });

  test('an output folder that cannot be written is found out before the work', async () => {
    const dir = temporaryFolder();
    const home = temporaryFolder();
    await smallFlight(dir, { photos: 3 });
    const occupied = path.join(temporaryFolder(), 'a-file');
    writeFileSync(occupied, '');
    const { code, stderr } = await umbel(['run', dir, '--out', path.join(occupied, 'results')], home);
    expect(code).toBe(2);
    expect(stderr).toContain('a-file');
    expect(existsSync(path.join(home, 'umbel-work'))).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)('an output folder without the right to write', async () => {
    const dir = temporaryFolder();
    await smallFlight(dir, { photos: 3 });
    const out = temporaryFolder();
    chmodSync(out, 0o500);
    const { code } = await umbel(['run', dir, '--out', out], temporaryFolder());
    expect(code).toBe(2);
  });
});

describe('models', () => {
  test('a package whose weights were changed stops the run by name', async () => {
    const dir = temporaryFolder();
    await smallFlight(dir, { photos: 3 });
    const model = path.join(temporaryFolder(), 'model');
    cpSync(shippedModelDir, model, { recursive: true });
    const weights = path.join(model, 'weights.onnx');
    const bytes = readFileSync(weights);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(weights, bytes);
    const { code, stderr } = await umbel(['run', dir, '--model', model], temporaryFolder());
    expect(code).toBe(3);
    expect(stderr).toContain('weights.onnx');
    expect(stderr).toContain('model.hash-mismatch');
  });

  test(
    'a package that is changed after it was stored fails the run, and the run is recorded as failed',
    { timeout: 120_000 },
    async () => {
      const dir = temporaryFolder();
      const home = temporaryFolder();
      await smallFlight(dir, { photos: 3 });
      const { modelId } = await umbelJson<RunResult>(['run', dir], home);
      const weights = path.join(home, 'umbel-models', 'models', modelId ?? '', 'weights.onnx');
      const bytes = readFileSync(weights);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(weights, bytes);
      const { code, stderr } = await umbel(['run', dir, '--again'], home);
      expect(code).toBe(3);
      expect(stderr).toContain('model.hash-mismatch');
    },
  );

  test('a model that is not there', async () => {
    const dir = temporaryFolder();
    await smallFlight(dir, { photos: 3 });
    const { code, stderr } = await umbel(['run', dir, '--model', 'no-such-model'], temporaryFolder());
    expect(code).toBe(4);
    expect(stderr).toContain('no-such-model');
  });
});

describe('usage', () => {
  test('a tiling that is none', async () => {
    const { code, stderr } = await umbel(
      ['run', temporaryFolder(), '--tiling', 'grid:0x9'],
      temporaryFolder(),
    );
    expect(code).toBe(2);
    expect(stderr).toContain('grid:0x9');
  });

  test('a command that does not exist', async () => {
    const home = temporaryFolder();
    const { code } = await umbel(['fly'], home);
    expect(code).toBe(2);
    expect(readdirSync(home)).toEqual([]);
  });
});
