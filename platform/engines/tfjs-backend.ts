import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { UmbelError } from '#core/errors.ts';

/** A backend of TensorFlow.js that was opened. */
export interface TfjsBackend {
  readonly tf: typeof tf;
  /** Makes it the backend of this thread again; at once when it is. */
  activate(): Promise<void>;
}

/** The backend that is set now. */
export function tfjsBackend(opened: typeof tf): TfjsBackend {
  const name = opened.getBackend();
  return {
    tf: opened,
    async activate() {
      if (opened.getBackend() !== name) await opened.setBackend(name);
    },
  };
}

/**
 * TensorFlow.js with its WebAssembly backend ready, one thread (its threads do not work in Node; parallelism comes from workers).
 * @throws UmbelError `model.engine-not-installed`
 */
export async function openTfjsWasm(): Promise<typeof tf> {
  if (tf.getBackend() === 'wasm') return tf;
  const folder = dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'),
  );
  setWasmPaths(join(folder, 'dist') + '/');
  setThreadsCount(1);
  if (await tf.setBackend('wasm')) return tf;
  throw new UmbelError({
    code: 'model.engine-not-installed',
    kind: 'configuration',
    message: 'TensorFlow.js could not start its WebAssembly backend.',
    hint: 'Run npm ci again; @tensorflow/tfjs-backend-wasm brings the .wasm files.',
  });
}
