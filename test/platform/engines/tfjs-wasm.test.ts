import { expect, it } from 'vitest';
import { openTfjsWasmDriver } from '#platform/engines/tfjs-wasm.ts';
import { describeDriverContract } from './driver-contract.ts';
import { tinyPackage, withManifest } from './tiny-package.ts';

describeDriverContract('tfjs-wasm', openTfjsWasmDriver);

it('says that a package brings no TensorFlow.js model', async () => {
  const without = withManifest(await tinyPackage(), ({ layersModel: _layersModel, ...manifest }) => manifest);
  await expect(openTfjsWasmDriver(without, {})).rejects.toMatchObject({
    code: 'model.layers-model-missing',
    hint: 'Run it with --engine onnx.',
  });
});
