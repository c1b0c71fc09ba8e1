import { describe, expect, it, vi } from 'vitest';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import {
  deviceProblem,
  engineOf,
  loadOf,
  onnxDevice,
  onnxDeviceVariable,
  providersOf,
} from '#platform/engines/onnx-device.ts';
import { openEnginePool } from '#platform/engines/pool.ts';

const hasCuda = process.env[onnxDeviceVariable] === 'cuda';

describe('where onnxruntime computes', () => {
  it('is the processor unless the environment names a GPU', () => {
    expect(onnxDevice(undefined)).toBe('cpu');
    expect(onnxDevice('cuda')).toBe('cuda');
    expect(() => onnxDevice('gpu')).toThrow(expect.objectContaining({ code: 'environment.invalid' }));
  });

  it('is reported with the scores', () => {
    expect([engineOf('cpu'), engineOf('cuda')]).toEqual(['onnx', 'onnx-cuda']);
  });

  it('is the GPU alone where it is the GPU: no operation goes elsewhere', () => {
    expect(providersOf('cuda')).toEqual({
      executionProviders: ['cuda'],
      extra: { session: { disable_cpu_ep_fallback: '1' } },
    });
    expect(loadOf('cuda').batchSize).toBeGreaterThan(8);
  });

  it('tells a network that a GPU cannot compute whole from a machine without one', () => {
    const part =
      'graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been explicitly disabled';
    expect(deviceProblem('cuda', new Error(part))?.hint).toContain('fargate');
    expect(deviceProblem('cuda', new Error('CUDA failure 100: no CUDA-capable device'))?.hint).toContain(
      'Dockerfile.gpu',
    );
    expect(deviceProblem('cuda', new Error('Invalid protobuf'))).toBeUndefined();
    expect(deviceProblem('cpu', new Error(part))).toBeUndefined();
  });
});

describe.skipIf(hasCuda)('a machine without a GPU that is told to use one', () => {
  it('refuses, and computes nothing on the processor', async () => {
    vi.stubEnv(onnxDeviceVariable, 'cuda');
    const modelPackage = await loadPackageFromFolder(shippedModelDir);
    const refused = { code: 'model.engine-not-installed', message: expect.stringContaining('cuda') };
    await expect(openOnnxDriver(modelPackage, {})).rejects.toMatchObject(refused);
    await expect(openEnginePool(modelPackage)).rejects.toMatchObject(refused);
    vi.unstubAllEnvs();
  });
});
