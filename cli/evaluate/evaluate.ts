import { stat } from 'node:fs/promises';
import type { LoadedPackage } from '#core/model/driver.ts';
import { type Comparison, compareModels } from '#core/model/evaluate/compare.ts';
import { type Evaluation, evaluateTiles } from '#core/model/evaluate/evaluate.ts';
import type { GroupedTiles } from '#core/model/evaluate/evaluate.ts';
import type { EngineName } from '#core/model/package.ts';
import { UmbelError } from '#core/errors.ts';
import { countText, plural } from '#core/report/wording.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import type { Registry } from '#platform/registry/registry.ts';
import { type ScoredFolder, scoreFolder } from '#platform/evaluate/score-tiles.ts';
import type { TileFolder } from '#platform/evaluate/tile-folder.ts';
import { type HeldOut, heldOutFolder, heldOutSnapshot } from '../models/held-out.ts';
import { withModelCloud, withRegistry } from '../models/open-registry.ts';
import { progressLine } from '../progress.ts';
import { writeReport } from './write-report.ts';

export interface EvaluateOptions {
  /** Folder of a package, or id of a registered model. */
  readonly model: string;
  /** Folder of tiles, one folder per class. */
  readonly tiles?: string | undefined;
  /** Snapshot whose test part is measured on, in place of a folder. */
  readonly snapshot?: string | undefined;
  readonly engine?: EngineName | undefined;
  /** Package to compare with, folder or id; `production`: the one in production. */
  readonly against?: string | undefined;
  /** Another threshold than the package's own. */
  readonly threshold?: number | undefined;
  readonly skipUnreadable?: boolean | undefined;
  /** File for the figures as a page. */
  readonly report?: string | undefined;
  readonly quiet?: boolean | undefined;
}

/** What `umbel evaluate --json` prints: the metrics first, then how sure they are and what they rest on. */
export interface EvaluateResult extends Evaluation {
  readonly engine: string;
  readonly msPerTile: number;
  readonly modelId: string;
  readonly groupedBy: TileFolder['groupedBy'];
  /** Tiles of another size than the model's, which were resized. */
  readonly resizedTiles: number;
  /** Names of tiles that could not be read and were left out. */
  readonly skippedTiles: readonly string[];
  readonly notes: readonly string[];
  readonly comparison?: Comparison & { readonly referenceId: string; readonly referenceEngine: string };
  /** The page with the figures. */
  readonly report?: string;
}

/**
 * Measures a model on tiles with known answers, alone or beside another.
 * @throws UmbelError `evaluate.tiles-unclear`, and those of `listTiles`, `loadPackage` and `scoreFolder`
 */
export async function evaluateModel(options: EvaluateOptions): Promise<EvaluateResult> {
  const heldOut = await tilesOf(options);
  try {
    const modelPackage = await packageOf(options.model);
    const other = options.against === undefined ? undefined : await packageOf(options.against);
    return await evaluateOn(heldOut.folder, { modelPackage, other, options });
  } finally {
    await heldOut.remove();
  }
}

interface Evaluated {
  readonly modelPackage: LoadedPackage;
  readonly other: LoadedPackage | undefined;
  readonly options: EvaluateOptions;
}

async function evaluateOn(
  folder: TileFolder,
  { modelPackage, other, options }: Evaluated,
): Promise<EvaluateResult> {
  const scored = await score(modelPackage, folder, options);
  const reference = other === undefined ? undefined : await score(other, folder, options);
  const tiles = groupedTiles(scored);
  const threshold = options.threshold ?? modelPackage.manifest.threshold;
  const {
    n,
    auc,
    averagePrecision,
    threshold: at,
    precision,
    recall,
    f1,
    ece,
    ...surety
  } = evaluateTiles(tiles, threshold);
  const comparison =
    other === undefined || reference === undefined
      ? undefined
      : {
          referenceId: reference.modelId,
          referenceEngine: reference.engine,
          ...compareModels({
            candidate: scored.confidences,
            reference: reference.confidences,
            labels: tiles.labels,
            groups: tiles.groups,
            thresholds: { candidate: threshold, reference: other.manifest.threshold },
          }),
        };
  const result: EvaluateResult = {
    n,
    auc,
    averagePrecision,
    threshold: at,
    precision,
    recall,
    f1,
    ece,
    engine: scored.engine,
    msPerTile: scored.msPerTile,
    modelId: scored.modelId,
    ...surety,
    groupedBy: folder.groupedBy,
    resizedTiles: scored.resized.length,
    skippedTiles: scored.unreadable.map(({ name }) => name),
    notes: notesOn(modelPackage, folder, { ...scored, resampled: surety.resampled }),
    ...(comparison === undefined ? {} : { comparison }),
    ...(options.report === undefined ? {} : { report: options.report }),
  };
  if (options.report !== undefined)
    await writeReport(options.report, { result, tiles, scored, modelPackage });
  return result;
}

async function tilesOf({ tiles, snapshot }: EvaluateOptions): Promise<HeldOut> {
  if (tiles !== undefined && snapshot === undefined) return heldOutFolder(tiles);
  if (snapshot !== undefined && tiles === undefined)
    return withModelCloud(undefined, ({ store }) => heldOutSnapshot(store, snapshot));
  throw new UmbelError({
    code: 'evaluate.tiles-unclear',
    kind: 'bad-input',
    message: 'What the model is to be measured on is not clear.',
    hint: 'Give either a folder of tiles (--tiles DIR) or a label snapshot (--snapshot ID).',
  });
}

/** The package of a folder; a name that is none, but looks like an id, is that of a registered model. */
async function packageOf(model: string): Promise<LoadedPackage> {
  if (model === 'production') return withRegistry({}, productionOf);
  const isFolder = (await stat(model).catch(() => undefined))?.isDirectory() === true;
  if (isFolder || !/^[a-z0-9][a-z0-9-]*-[0-9a-f]{12}$/.test(model)) return loadPackageFromFolder(model);
  return withRegistry({}, (registry) => registry.load(model));
}

/** @throws UmbelError `model.none-in-production` */
async function productionOf(registry: Registry): Promise<LoadedPackage> {
  const production = (await registry.head())?.production ?? null;
  if (production !== null) return registry.load(production);
  throw new UmbelError({
    code: 'model.none-in-production',
    kind: 'not-found',
    message: 'No model is in production.',
    hint: 'Choose one: umbel models list, umbel models promote ID. Without one there is nothing to compare with: leave --against out.',
  });
}

async function score(
  modelPackage: LoadedPackage,
  folder: TileFolder,
  { engine, skipUnreadable, quiet }: EvaluateOptions,
): Promise<ScoredFolder> {
  const line = progressLine({ quiet });
  line.stage(`Scoring with ${modelPackage.modelId}`, folder.tiles.length, 'tiles');
  try {
    return await scoreFolder(modelPackage, folder, {
      engine,
      skipUnreadable,
      onScored: (tiles) => line.add(tiles),
    });
  } finally {
    line.end();
  }
}

function groupedTiles({ confidences, tiles }: ScoredFolder): GroupedTiles {
  return {
    confidences,
    labels: Uint8Array.from(tiles, ({ label }) => label),
    groups: tiles.map(({ group }) => group),
  };
}

/** What readers of the figures must know, in plain sentences. */
function notesOn(
  { manifest }: LoadedPackage,
  folder: TileFolder,
  scored: ScoredFolder & Pick<Evaluation, 'resampled'>,
): string[] {
  const notes: string[] = [];
  const { resized, unreadable } = scored;
  if (resized.length > 0)
    notes.push(
      `${countText(resized.length)} of ${plural(scored.tiles.length, 'tile')} had another size and ${resized.length === 1 ? 'was' : 'were'} resized to the model's ${manifest.input.tilePx} x ${manifest.input.tilePx} pixels.`,
    );
  if (unreadable.length > 0)
    notes.push(
      `${plural(unreadable.length, 'tile')} could not be read and ${unreadable.length === 1 ? 'was' : 'were'} left out.`,
    );
  if (folder.groupedBy === 'nothing')
    notes.push(
      'Nothing tells which tiles belong together: the intervals take each for itself, and are too narrow where neighbours resemble each other.',
    );
  else if (scored.resampled === 'tiles')
    notes.push(
      'The tiles come from too few flights or photos to tell how these differ: the intervals take each tile for itself, and are too narrow.',
    );
  const folders = folder.ignored.filter((name) => !name.includes('/'));
  if (folders.length > 0)
    notes.push(`Not looked at: ${folders.slice(0, 8).join(', ')}${folders.length > 8 ? ', ...' : ''}.`);
  return notes;
}
