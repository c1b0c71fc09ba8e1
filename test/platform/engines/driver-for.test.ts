import { afterEach, describe, expect, it, vi } from 'vitest';
import { availableEngines, driverFor } from '#platform/engines/driver-for.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import { openTfjsNodeDriver } from '#platform/engines/tfjs-node.ts';
import { openTfjsWasmDriver } from '#platform/engines/tfjs-wasm.ts';

afterEach(() => {
  vi.doUnmock('onnxruntime-node');
  vi.resetModules();
});

describe('the driver for an engine', () => {
  it('is the one of that name', async () => {
    expect(availableEngines).toEqual(['onnx', 'tfjs-node', 'tfjs-wasm', 'remote']);
    expect(await driverFor('onnx')).toBe(openOnnxDriver);
    expect(await driverFor('tfjs-node')).toBe(openTfjsNodeDriver);
    expect(await driverFor('tfjs-wasm')).toBe(openTfjsWasmDriver);
  });

  it.each(['tensorrt', 'constructor', ''])('is refused by name when there is none: %s', async (engine) => {
    await expect(driverFor(engine)).rejects.toMatchObject({
      code: 'model.engine-unknown',
      message: expect.stringContaining(`"${engine}"`),
      hint: 'Choose one of: onnx, tfjs-node, tfjs-wasm, remote.',
    });
  });

  it('says that its library is not installed, and does not take another', async () => {
    vi.resetModules();
    vi.doMock('onnxruntime-node', () => {
      throw new Error('libonnxruntime.so.1: cannot open shared object file');
    });
    const { driverFor: freshDriverFor } = await import('#platform/engines/driver-for.ts');
    await expect(freshDriverFor('onnx')).rejects.toMatchObject({
      code: 'model.engine-not-installed',
      kind: 'configuration',
    });
  });
});
