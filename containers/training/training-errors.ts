import { UmbelError } from '#core/errors.ts';
import type { LabelledTiles } from './tiles.ts';

/**
 * Nothing; there are tiles of both classes.
 * @throws UmbelError `training.class-empty`
 */
export function checkClasses({ labels }: Pick<LabelledTiles, 'labels'>): void {
  for (const [label, name] of ['background', 'hogweed'].entries()) {
    if (labels.includes(label)) continue;
    throw new UmbelError({
      code: 'training.class-empty',
      kind: 'bad-input',
      message: `There is no ${name} tile to learn from.`,
      hint: 'Give tiles of both classes.',
    });
  }
}

/** The loss became NaN or infinite. */
export function diverged(epoch: number): UmbelError {
  return new UmbelError({
    code: 'training.diverged',
    kind: 'bad-input',
    message: `The training diverged in epoch ${epoch}: the loss is not a number.`,
    hint: 'Train with a smaller learning rate.',
  });
}

/** Whoever started the training ended it. */
export function stopped(epochsDone: number): UmbelError {
  return new UmbelError({
    code: 'training.stopped',
    kind: 'try-again',
    message: `The training was stopped after ${epochsDone} epochs.`,
    hint: 'Run the same command again: it goes on from the last checkpoint.',
  });
}

/** A lack of memory in plain words; any other error as it is. */
export function explainEngineFailure(error: unknown): unknown {
  if (error instanceof UmbelError || !(error instanceof Error)) return error;
  if (
    !/out of memory|allocation failed|abort\(OOM\)|Cannot enlarge memory|memory access out of bounds/i.test(
      error.message,
    )
  )
    return error;
  return new UmbelError({
    code: 'training.out-of-memory',
    kind: 'configuration',
    message: `There is not enough memory to train: ${error.message}.`,
    hint: 'Give fewer tiles at once (--batch), smaller tiles (--tile-px), or a machine with more memory.',
    cause: error,
  });
}
