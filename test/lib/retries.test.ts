import { expect, it } from 'vitest';
import { lastingModelErrors } from '#lib/workflows/flight/retries.ts';
import { sourceFiles, sourceOf } from '../architecture/sources.ts';

/** Codes that the next try may not meet again. */
const passing = ['model.engine-failed', 'model.pool-closed', 'model.worker-died'];

/** Where a worker's errors come from; the export of a trained model is not its work. */
const files = [...sourceFiles(['core/model', 'platform/engines', 'containers/inference'])].filter(
  (file) => !file.startsWith('core/model/onnx-export/'),
);

it('knows of every model error whether trying again can help', () => {
  const inCode = files.flatMap((file) =>
    [...sourceOf(file).matchAll(/'(model\.[a-z][a-z-]*)'/g)].map(([, code]) => code!),
  );
  const errors = [...new Set(inCode)].filter((code) => !code.endsWith('.json')).sort();
  expect(errors.filter((code) => ![...lastingModelErrors, ...passing].includes(code))).toEqual([]);
});
