import { expect, it } from 'vitest';
import { lastingModelErrors, lastingRemoteErrors } from '#lib/workflows/flight/retries.ts';
import { sourceFiles, sourceOf } from '../architecture/sources.ts';

/** Codes that the next try may not meet again. */
const passing = ['model.engine-failed', 'model.pool-closed', 'model.worker-died'];

/** Where a worker's errors come from; exporting and importing a model are not its work. */
const files = [...sourceFiles(['core/model', 'platform/engines', 'containers/inference'])].filter(
  (file) => !/^core\/model\/(onnx-export|import)\//.test(file),
);

it('knows of every model error whether trying again can help', () => {
  const inCode = files.flatMap((file) =>
    [...sourceOf(file).matchAll(/'(model\.[a-z][a-z-]*)'/g)].map(([, code]) => code!),
  );
  const errors = [...new Set(inCode)].filter((code) => !code.endsWith('.json')).sort();
  expect(errors.filter((code) => ![...lastingModelErrors, ...passing].includes(code))).toEqual([]);
});

it('knows of every error of a remote model whether trying again can help', () => {
  const codes = sourceFiles(['platform/engines/remote'])
    .flatMap((file) => [...sourceOf(file).matchAll(/'(remote\.[a-z][a-z-]*)'/g)])
    .map(([, code]) => code!);
  const passes = ['remote.busy', 'remote.timeout', 'remote.unreachable'];
  expect([...new Set(codes)].sort()).toEqual([...lastingRemoteErrors, ...passes].sort());
});
