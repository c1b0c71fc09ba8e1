import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { LearnerState } from './learner.ts';

/** How far a training has come: enough to go on as if it had never been interrupted. */
export interface Checkpoint extends LearnerState {
  /** Epochs done. */
  readonly epochs: number;
  /** Loss of every tile when the network last saw it. */
  readonly losses: Float32Array;
  /** What was said of each epoch. */
  readonly history: readonly EpochRecord[];
  /** The averaged weights of the best epoch so far. */
  readonly best: readonly Float32Array[] | undefined;
}

/** What is known of an epoch when it is over. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean loss of the epoch's steps. */
  readonly loss: number;
  /** Mean log loss on the validation tiles, where there are any. */
  readonly validationLoss?: number | undefined;
  readonly validationAuc?: number | undefined;
}

/** Where checkpoints are kept. */
export interface CheckpointStore {
  /** The last one of the same training; undefined when there is none. */
  load(): Promise<Checkpoint | undefined>;
  save(checkpoint: Checkpoint): Promise<void>;
  /** The training is over. */
  clear(): Promise<void>;
}

const recordSchema = z.object({
  epoch: z.int(),
  loss: z.number(),
  validationLoss: z.number().optional(),
  validationAuc: z.number().optional(),
});
const headerSchema = z.object({
  key: z.string(),
  epochs: z.int(),
  step: z.int(),
  lengths: z.array(z.int().min(0)),
  hasBest: z.boolean(),
  history: z.array(recordSchema),
});

/**
 * Checkpoints in one file, replaced as a whole, so that a killed process leaves the old one or the new one.
 * @param key what the training is made from; a checkpoint with another key is of no use and is not loaded
 */
export function fileCheckpoints(file: string, key: string): CheckpointStore {
  return {
    async load() {
      const bytes = await readFile(file).catch(() => undefined);
      return bytes === undefined ? undefined : decode(bytes, key);
    },
    async save(checkpoint) {
      await writeFile(`${file}.part`, encode(checkpoint, key));
      await rename(`${file}.part`, file);
    },
    clear: () => rm(file, { force: true }),
  };
}

/** A line of JSON, then all numbers as 32-bit floats. */
function encode(checkpoint: Checkpoint, key: string): Uint8Array {
  const { epochs, history, weights, adam, losses, best } = checkpoint;
  const header = {
    key,
    epochs,
    step: adam.step,
    lengths: weights.map((values) => values.length),
    hasBest: best !== undefined,
    history,
  };
  const arrays = [...weights, ...adam.means, ...adam.variances, ...adam.averages, ...(best ?? []), losses];
  const bytes = arrays.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...bytes]);
}

function decode(bytes: Buffer, key: string): Checkpoint | undefined {
  const end = bytes.indexOf('\n');
  const header = headerSchema.safeParse(parseJson(bytes.toString('utf8', 0, Math.max(0, end))));
  if (!header.success || header.data.key !== key) return undefined;
  const { epochs, step, lengths, hasBest, history } = header.data;
  const floats = new Float32Array(Uint8Array.from(bytes.subarray(end + 1)).buffer);
  let at = 0;
  const take = (length: number): Float32Array => floats.slice(at, (at += length));
  const takeAll = (): Float32Array[] => lengths.map((length) => take(length));
  const weights = takeAll();
  const adam = { step, means: takeAll(), variances: takeAll(), averages: takeAll() };
  const best = hasBest ? takeAll() : undefined;
  return { epochs, history, weights, adam, best, losses: floats.slice(at) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
