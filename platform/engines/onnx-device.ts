import type { InferenceSession } from 'onnxruntime-node';
import { UmbelError } from '#core/errors.ts';
import type { ModelDriver } from '#core/model/driver.ts';

/** Environment variable that says where onnxruntime computes; the image for GPUs sets it. */
export const onnxDeviceVariable = 'UMBEL_ONNX_DEVICE';

export const onnxDevices = ['cpu', 'cuda'] as const;
export type OnnxDevice = (typeof onnxDevices)[number];

/**
 * Where onnxruntime is to compute; the processor unless the environment says otherwise.
 * @throws UmbelError `environment.invalid`
 */
export function onnxDevice(value = process.env[onnxDeviceVariable]): OnnxDevice {
  if (value === undefined || value === '') return 'cpu';
  const found = onnxDevices.find((device) => device === value);
  if (found !== undefined) return found;
  throw new UmbelError({
    code: 'environment.invalid',
    kind: 'configuration',
    message: `${onnxDeviceVariable} is "${value}".`,
    hint: `Choose one of: ${onnxDevices.join(', ')}.`,
  });
}

/** The engine as it is reported in scores and summaries: whoever reads them sees what computed them. */
export function engineOf(device: OnnxDevice): ModelDriver['engine'] {
  return device === 'cpu' ? 'onnx' : 'onnx-cuda';
}

/**
 * What a session is told of the device. On a GPU every operation has to run there: onnxruntime would otherwise compute
 * what it cannot place on the processor, and say nothing.
 */
export function providersOf(device: OnnxDevice): InferenceSession.SessionOptions {
  if (device === 'cpu') return { executionProviders: ['cpu'] };
  return { executionProviders: [device], extra: { session: { disable_cpu_ep_fallback: '1' } } };
}

/** How many threads feed a device, and how many tiles it is given at once: a GPU wants few threads and large batches. */
export function loadOf(device: OnnxDevice): { readonly workers?: number; readonly batchSize?: number } {
  return device === 'cpu' ? {} : { workers: 2, batchSize: 64 };
}

/** The error of a session that did not open on a GPU; undefined where the device is not to blame. */
export function deviceProblem(device: OnnxDevice, cause: unknown): UmbelError | undefined {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (device === 'cpu' || !/provider|cuda|cudnn|cublas|gpu|CPU EP/i.test(said)) return undefined;
  const partly = said.includes('fallback to CPU EP');
  return new UmbelError({
    code: 'model.engine-not-installed',
    kind: 'configuration',
    message: partly
      ? 'The network has operations that onnxruntime cannot compute on a GPU.'
      : `onnxruntime cannot use ${device} here: ${said}`,
    hint: partly
      ? 'Score with it on a backend without a GPU (fargate), or export it without these operations.'
      : 'A GPU, its driver and the image containers/inference/Dockerfile.gpu are needed. The processor is not used in its place.',
    cause,
  });
}
