import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { UmbelError } from '#core/errors.ts';

/** Folder of the package @tensorflow/tfjs-node; undefined where npm left this optional package out. */
export function tfjsNodeFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    return undefined;
  }
}

/**
 * Where the native binding must lie: Node-API version 8, the newest that tfjs-node 4.22 knows.
 * Source: `binary.module_path` and `napi_versions` in its package.json.
 */
export function bindingPathIn(folder: string): string {
  return join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/** Whether the native binding of tfjs-node is there; not whether it loads. */
export function hasTfjsNode(): boolean {
  const folder = tfjsNodeFolder();
  return folder !== undefined && existsSync(bindingPathIn(folder));
}

/**
 * TensorFlow.js with TensorFlow's native library as its backend.
 * @throws UmbelError `model.engine-missing` when the binding is absent or does not load
 */
export async function openTfjsNode(): Promise<typeof tf> {
  if (tf.getBackend() === 'tensorflow') return tf;
  if (!hasTfjsNode()) throw engineMissing('its native library is not installed');
  quietTensorflow();
  restoreRemovedFunctions();
  try {
    // It registers its backend with the tfjs-core that is imported above: both resolve to the same file.
    await import('@tensorflow/tfjs-node');
    if (await tf.setBackend('tensorflow')) return tf;
  } catch (cause) {
    throw engineMissing(cause instanceof Error ? cause.message.split('\n')[0]! : String(cause), cause);
  }
  throw engineMissing('its backend did not start');
}

/**
 * Nothing; TensorFlow will print errors only. It reads the environment of the process itself, which a worker thread
 * cannot change: call this on the main thread before the first worker.
 */
export function quietTensorflow(): void {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
}

/** tfjs-node 4.22 calls functions of node:util that Node 23 removed (https://nodejs.org/api/deprecations.html#DEP0051). */
function restoreRemovedFunctions(): void {
  if (!('isNullOrUndefined' in util)) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  if (!('isArray' in util)) Object.assign(util, { isArray: Array.isArray });
}

function engineMissing(problem: string, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'model.engine-missing',
    kind: 'configuration',
    message: `The engine "tfjs-node" cannot be used here: ${problem}.`,
    hint: 'Run npx umbel setup tfjs-node, or choose --engine onnx or tfjs-wasm; no other engine is taken in its place.',
    ...(cause === undefined ? {} : { cause }),
  });
}
