import { openTfjsNode, hasTfjsNode } from '#platform/engines/tfjs-node-backend.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';
import { registerGradientKernels } from './gradient-kernels.ts';

/** What can train. */
export type TrainingEngine = 'tfjs-wasm' | 'tfjs-node';

export const trainingEngines: readonly TrainingEngine[] = ['tfjs-wasm', 'tfjs-node'];

/** The engine that trains where none is asked for: tfjs-node where its native library is installed, else tfjs-wasm. */
export function detectTrainingEngine(): TrainingEngine {
  return hasTfjsNode() ? 'tfjs-node' : 'tfjs-wasm';
}

/**
 * Nothing; the engine is the backend of TensorFlow.js from now on, and can do gradients.
 * @throws UmbelError `model.engine-missing`, `model.engine-not-installed`
 */
export async function openTrainingEngine(engine: TrainingEngine): Promise<void> {
  if (engine === 'tfjs-node') {
    await openTfjsNode();
    return;
  }
  const tf = await openTfjsWasm();
  if (tf.getBackend() !== 'wasm') await tf.setBackend('wasm');
  registerGradientKernels();
}
