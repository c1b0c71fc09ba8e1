import type { LayersModelData } from '#core/model/onnx-export/layers-model.ts';
import type { ErrorMessage } from '#platform/engines/messages.ts';
import type { EpochRecord } from '../checkpoint.ts';
import type { TrainProgress } from '../train.ts';
import type { TrainingEngine } from '../training-engine.ts';

/** What all networks of a job have in common; the pixels are shared memory. */
export interface TaskSetting {
  readonly pixels: Uint8Array<SharedArrayBuffer>;
  readonly labels: Uint8Array;
  readonly tilePx: number;
  readonly engine: TrainingEngine;
  readonly batch: number;
  readonly learningRate: number;
  /** Folder of the backbone's package. */
  readonly backbone: string | undefined;
  /** Folder for checkpoints, and what they must be of. */
  readonly checkpoints: { readonly dir: string; readonly key: string } | undefined;
}

/** One network to train. */
export interface TrainTask {
  /** `fold 1`, `final`. */
  readonly name: string;
  readonly seed: number;
  readonly epochs: number;
  /** Tiles to learn from. */
  readonly learn: readonly number[];
  /** Tiles to judge when it is trained; those of `learn` for the network that learns from all of them. */
  readonly judge: readonly number[];
  /** End early when the judged tiles say so. */
  readonly patience: number | undefined;
}

/** A network that was trained. */
export interface TrainedTask {
  readonly name: string;
  /** One for each judged tile. */
  readonly logits: Float32Array;
  readonly history: readonly EpochRecord[];
  readonly keptEpoch: number;
  readonly network: LayersModelData;
}

/** From a training thread. */
export type FromTrainer =
  | { readonly type: 'progress'; readonly progress: TrainProgress }
  | { readonly type: 'trained'; readonly trained: TrainedTask }
  | { readonly type: 'failed'; readonly error: ErrorMessage };
