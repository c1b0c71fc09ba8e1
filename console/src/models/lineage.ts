import type { ModelLine } from '../api/operations.generated.ts';

/** A model with how many ancestors are shown above it. */
export interface Placed {
  readonly model: ModelLine;
  readonly depth: number;
}

/** The models as a family: each below the one it was made from, the oldest families first. */
export function asFamily(models: readonly ModelLine[]): Placed[] {
  const byId = new Map(models.map((model) => [model.modelId, model]));
  const placed: Placed[] = [];
  const seen = new Set<string>();
  const add = (model: ModelLine, depth: number): void => {
    if (seen.has(model.modelId)) return;
    seen.add(model.modelId);
    placed.push({ model, depth });
    for (const child of models) if (child.parent === model.modelId) add(child, depth + 1);
  };
  for (const model of models) if (model.parent === null || !byId.has(model.parent)) add(model, 0);
  // A ring of parents cannot be drawn as a family: its members are shown all the same.
  for (const model of models) add(model, 0);
  return placed;
}
