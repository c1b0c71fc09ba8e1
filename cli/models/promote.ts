import { compareModels } from '#core/model/evaluate/compare.ts';
import { type Evidence, evidenceOf } from '#core/registry/evidence.ts';
import { scoreFolder } from '#platform/evaluate/score-tiles.ts';
import type { ListedModel, Registry } from '#platform/registry/registry.ts';
import { progressLine } from '../progress.ts';
import type { HeldOut } from './held-out.ts';

export interface PromoteOptions {
  readonly modelId: string;
  /** Tiles that neither model learned from. */
  readonly heldOut?: HeldOut | undefined;
  readonly reason?: string | undefined;
  readonly skipUnreadable?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** A model that is in production now. */
export interface Promoted extends ListedModel {
  /** The model that it took the place of; null: none was in production. */
  readonly replaced: string | null;
  readonly evidence?: Evidence;
  readonly reason?: string;
}

/**
 * Puts a model into production. Beside the one that is there it is measured first, on the same tiles; worse beyond the
 * interval is refused unless a reason is given.
 * @throws UmbelError those of `Registry.promote`, `listTiles` and `scoreFolder`
 */
export async function promoteModel(registry: Registry, options: PromoteOptions): Promise<Promoted> {
  const { modelId, reason } = options;
  // Looked at once: what is decided now is decided against this model.
  const instead = (await registry.head())?.production ?? null;
  await registry.show(modelId);
  const evidence =
    instead === null || instead === modelId || options.heldOut === undefined
      ? undefined
      : await measureBeside(registry, {
          ...options,
          reference: instead,
          heldOut: options.heldOut,
        });
  const promoted = await registry.promote({ modelId, instead, evidence, reason });
  return {
    ...promoted,
    replaced: instead,
    ...(evidence === undefined ? {} : { evidence }),
    ...(reason === undefined ? {} : { reason }),
  };
}

export interface MeasureOptions extends Pick<PromoteOptions, 'modelId' | 'skipUnreadable' | 'quiet'> {
  readonly reference: string;
  readonly heldOut: HeldOut;
}

/** A registered model measured beside another on the same tiles, each with its own engine and threshold. */
export async function measureBeside(registry: Registry, options: MeasureOptions): Promise<Evidence> {
  const { modelId, reference, heldOut, skipUnreadable, quiet } = options;
  const { folder, name } = heldOut;
  const line = progressLine({ quiet });
  const score = async (id: string) => {
    const modelPackage = await registry.load(id);
    line.stage(`Scoring with ${id}`, folder.tiles.length, 'tiles');
    const onScored = (tiles: number) => line.add(tiles);
    const scored = await scoreFolder(modelPackage, folder, { skipUnreadable, onScored });
    return { ...scored, threshold: modelPackage.manifest.threshold };
  };
  try {
    const candidate = await score(modelId);
    const former = await score(reference);
    const comparison = compareModels({
      candidate: candidate.confidences,
      reference: former.confidences,
      labels: Uint8Array.from(candidate.tiles, ({ label }) => label),
      groups: candidate.tiles.map(({ group }) => group),
      thresholds: { candidate: candidate.threshold, reference: former.threshold },
    });
    return evidenceOf(comparison, { heldOut: name, reference });
  } finally {
    line.end();
  }
}
