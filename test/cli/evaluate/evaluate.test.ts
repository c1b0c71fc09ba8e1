import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { describeEvaluation } from '#cli/evaluate/describe.ts';
import { evaluateModel } from '#cli/evaluate/evaluate.ts';
import { demoModelDir, tileFolder } from '../../platform/evaluate/tile-files.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const evaluate = (tiles: string, more: object = {}) =>
  evaluateModel({ model: demoModelDir, tiles, quiet: true, ...more });

describe('umbel evaluate', () => {
  it('prints the promised keys first, and measures what the package says of its tiles', async () => {
    const result = await evaluate(tileFolder());
    expect(Object.keys(result).slice(0, 10)).toEqual([
      'n',
      'auc',
      'averagePrecision',
      'threshold',
      'precision',
      'recall',
      'f1',
      'ece',
      'engine',
      'msPerTile',
    ]);
    expect(result).toMatchObject({
      n: 20,
      auc: 1,
      averagePrecision: 1,
      threshold: expect.any(Number),
      recall: 1,
      engine: 'onnx',
      hogweed: 10,
      resizedTiles: 0,
      skippedTiles: [],
      notes: [expect.stringContaining('too few flights or photos')],
    });
    expect(result.msPerTile).toBeGreaterThan(0);
    expect(describeEvaluation(result)).toContain('AUC                  1.0000');
  });

  it('says the same on another engine', async () => {
    const dir = tileFolder(1);
    const [onnx, wasm] = [await evaluate(dir), await evaluate(dir, { engine: 'tfjs-wasm' })];
    expect(wasm.engine).toBe('tfjs-wasm');
    expect(wasm.ece).toBeCloseTo(onnx.ece, 4);
  });

  it('compares with another package on the same tiles, each at its own threshold', async () => {
    const other = temporaryFolder();
    cpSync(demoModelDir, other, { recursive: true });
    const manifest = path.join(other, 'model.json');
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace(/"threshold": [\d.]+/, '"threshold": 0.99'),
    );
    const { comparison } = await evaluate(tileFolder(), { against: other });
    expect(comparison?.metrics.auc.difference).toBe(0);
    expect(comparison?.metrics.f1.difference).toBeGreaterThan(0.3);
    expect(comparison?.mcNemar.referenceOnly).toBe(0);
    expect(comparison?.better).toEqual(['f1']);
    expect(comparison?.referenceId).toMatch(/^demo-hogweed-/);
  });

  it('writes a page that shows what it got wrong, and asks nobody for anything', async () => {
    const dir = tileFolder();
    cpSync(path.join(dir, 'hogweed/f0_1.png'), path.join(dir, 'background/f0_<wrong>.png'));
    const report = path.join(temporaryFolder(), 'evaluation.html');
    await evaluate(dir, { report });
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('background/f0_&lt;wrong&gt;.png');
    expect(page).toContain('data:image/png;base64,');
    expect(page).not.toMatch(/(?:src|href)="(?!data:)/);
  });

  it('resizes tiles of another size and says so', async () => {
    const dir = tileFolder();
    const file = path.join(dir, 'hogweed/f0_1.png');
    writeFileSync(file, await sharp(readFileSync(file)).resize(128, 100, { fit: 'fill' }).toBuffer());
    const result = await evaluate(dir);
    expect(result.resizedTiles).toBe(1);
    expect(result.notes.join()).toContain('1 of 20 tiles had another size');
  });

  it('names tiles that cannot be read, and leaves them out only when told to', async () => {
    const dir = tileFolder();
    truncateSync(path.join(dir, 'hogweed/f0_1.png'), 3000);
    writeFileSync(path.join(dir, 'background/f1_2.png'), 'no picture');
    await expect(evaluate(dir)).rejects.toMatchObject({
      code: 'tiles.unreadable',
      kind: 'bad-input',
      message: expect.stringMatching(/^2 tiles of .* background\/f1_2\.png \(.+\), hogweed\/f0_1\.png\.$/),
    });
    const result = await evaluate(dir, { skipUnreadable: true });
    expect(result).toMatchObject({ n: 18, skippedTiles: ['background/f1_2.png', 'hogweed/f0_1.png'] });
  });

  it('wants to know what to measure on, once', async () => {
    for (const tiles of [{}, { tiles: 'a', snapshot: 'b' }])
      await expect(evaluateModel({ model: demoModelDir, ...tiles, quiet: true })).rejects.toMatchObject({
        code: 'evaluate.tiles-unclear',
        kind: 'bad-input',
      });
  });

  it('refuses a package that was edited', async () => {
    const edited = temporaryFolder();
    cpSync(demoModelDir, edited, { recursive: true });
    const weights = path.join(edited, 'weights.onnx');
    const bytes = readFileSync(weights);
    bytes[bytes.length - 5]! ^= 1;
    writeFileSync(weights, bytes);
    await expect(evaluateModel({ model: edited, tiles: tileFolder(), quiet: true })).rejects.toMatchObject({
      code: 'model.hash-mismatch',
      message: expect.stringContaining('weights.onnx'),
    });
  });
});
