import { UmbelError } from '#core/errors.ts';
import { checkSanity } from '#platform/engines/check-sanity.ts';
import type { OpenModel } from './model-keeper.ts';

/**
 * Scores the package's own sanity tiles.
 * @throws UmbelError `model.insane` when one of them gets another confidence than the package says
 */
export async function sanityReport({
  modelPackage,
  pool,
}: OpenModel): Promise<{ modelId: string; engine: string; tiles: number }> {
  const report = await checkSanity(pool, modelPackage);
  if (report.ok) return { modelId: modelPackage.modelId, engine: pool.engine, tiles: report.tiles };
  const { file, expected, got } = report.worst;
  throw new UmbelError({
    code: 'model.insane',
    kind: 'configuration',
    message: `The model ${modelPackage.modelId} on ${pool.engine} gives its sanity tile ${file} a confidence of ${got.toFixed(4)}, not ${expected.toFixed(4)}.`,
    hint: 'Use the engine that the package was made for, or make the package anew.',
  });
}
