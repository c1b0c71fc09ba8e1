/** Watches the validation loss, and says when it is no longer worth going on. */
export interface EarlyStop {
  /** Whether this epoch is the best so far. */
  note(epoch: number, loss: number): boolean;
  /** Whether `patience` epochs have passed since the best. */
  isOver(epoch: number): boolean;
  /** The best epoch so far; undefined before the first. */
  best(): { readonly epoch: number; readonly loss: number } | undefined;
}

/** @param patience epochs without a better loss after which training ends */
export function earlyStop(patience: number): EarlyStop {
  let best: { epoch: number; loss: number } | undefined;
  return {
    note(epoch, loss) {
      if (best !== undefined && !(loss < best.loss)) return false;
      best = { epoch, loss };
      return true;
    },
    isOver: (epoch) => best !== undefined && epoch - best.epoch >= patience,
    best: () => best,
  };
}
