import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runLoop } from './loop-run.ts';
import { temporaryFolder } from './umbel.ts';

it('goes round twice from a poor model to a better map', async () => {
  const { tiles, map, difference, answers, models } = await runLoop(temporaryFolder(), {
    photos: 6,
    rounds: 2,
    labelsPerRound: 200,
    epochs: 16,
    seed: 1,
  });
  expect(models).toHaveLength(3);
  for (const given of answers) expect(Object.values(given).reduce((sum, count) => sum + count, 0)).toBe(200);
  // On ground that nobody labelled: the paired bootstrap over tiles (six photos are too few groups) and over cells of ground.
  expect(tiles.metrics.auc.difference).toBeGreaterThan(0.05);
  expect(tiles.metrics.auc.interval.low).toBeGreaterThan(0);
  expect(tiles.metrics.auc.pValue).toBeLessThan(0.05);
  expect(map.after.f1).toBeGreaterThan(map.before.f1);
  expect(map.f1.interval.low).toBeGreaterThan(0);
  expect(map.f1.pValue).toBeLessThan(0.05);
  // Every change has its reason, and the page tells it.
  const changed = difference.sites.length;
  expect(changed).toBeGreaterThan(10);
  expect(difference.sites.every(({ why }) => why.length > 0)).toBe(true);
  expect(difference.reasons['confidence']).toBeGreaterThan(0);
  const page = readFileSync(difference.files['difference.html']!, 'utf8');
  expect(page).toContain(difference.sites[0]!.why[0]!.says.slice(0, 30));
  expect(page).toContain('data:image/jpeg;base64,');
}, 900_000);
