import type { EngineName, ModelManifest } from './package.ts';

/** Tiles as they leave the sheet. */
export interface TileBatch {
  /** NHWC bytes, RGB: `count * tilePx * tilePx * 3`. */
  readonly pixels: Uint8Array;
  readonly count: number;
}

/** What a model says of each tile of a batch. */
export interface TileScores {
  /** Calibrated probability of hogweed, 0..1, one per tile. */
  readonly confidences: Float32Array;
  /** Where in the tile the plant stands: x and y in 0..1 of the tile, two per tile; absent when the model does not say. */
  readonly locations?: Float32Array;
}

/**
 * The seam between people who make models and people who run them: the pipeline knows nothing else of a model.
 * `Tensor` and `Raw` belong to the engine.
 */
export interface ModelDriver<Tensor = unknown, Raw = unknown> {
  readonly engine: EngineName | 'onnx-cuda';
  /** Batches that may be given at once, default 1; more only where the work is done elsewhere. */
  readonly inFlight?: number;
  preprocess(batch: TileBatch): Tensor;
  infer(input: Tensor): Promise<Raw>;
  postprocess(raw: Raw, count: number): TileScores;
  dispose(): Promise<void>;
}

/** A package whose files were read and whose hashes were checked. */
export interface LoadedPackage {
  readonly modelId: string;
  readonly manifest: ModelManifest;
  /** Bytes of every file named in the manifest. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Opens a driver for a package; one function per engine. */
export type DriverFactory = (modelPackage: LoadedPackage, options: DriverOptions) => Promise<ModelDriver>;

export interface DriverOptions {
  /** Threads inside the engine, default 1: parallelism comes from several worker threads. */
  readonly threads?: number;
}

/** The scores of one batch: the three steps of a driver in order. */
export async function scoreBatch<Tensor, Raw>(
  driver: ModelDriver<Tensor, Raw>,
  batch: TileBatch,
): Promise<TileScores> {
  return driver.postprocess(await driver.infer(driver.preprocess(batch)), batch.count);
}
