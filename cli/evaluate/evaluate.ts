import { readFile, stat, writeFile } from 'node:fs/promises';
import type { LoadedPackage } from '#core/model/driver.ts';
import { type Comparison, compareModels } from '#core/model/evaluate/compare.ts';
import { type Evaluation, evaluateTiles } from '#core/model/evaluate/evaluate.ts';
import type { GroupedTiles } from '#core/model/evaluate/evaluate.ts';
import { renderEvaluation } from '#core/model/evaluate/report/evaluation-report.ts';
import type { EngineName } from '#core/model/package.ts';
import { UmbelError } from '#core/errors.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { type ScoredFolder, scoreFolder } from '#platform/evaluate/score-tiles.ts';
import { listTiles, type TileFolder } from '#platform/evaluate/tile-folder.ts';
import { progressLine } from '../progress.ts';

export interface EvaluateOptions {
  /** Folder of a package. */
  readonly model: string;
  /** Folder of tiles, one folder per class. */
  readonly tiles: string;
  readonly engine?: EngineName | undefined;
  /** Folder of a package to compare with. */
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
 * @throws UmbelError of `listTiles`, `loadPackage` and `scoreFolder`
 */
export async function evaluateModel(options: EvaluateOptions): Promise<EvaluateResult> {
  const folder = await listTiles(options.tiles);
  const modelPackage = await loadPackageFromFolder(options.model);
  const other = options.against === undefined ? undefined : await loadPackageFromFolder(options.against);
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
      `${resized.length} of ${scored.tiles.length} tiles had another size and were resized to the model's ${manifest.input.tilePx} x ${manifest.input.tilePx} pixels.`,
    );
  if (unreadable.length > 0) notes.push(`${unreadable.length} tiles could not be read and were left out.`);
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

interface Reported {
  readonly result: EvaluateResult;
  readonly tiles: GroupedTiles;
  readonly scored: ScoredFolder;
  readonly modelPackage: LoadedPackage;
}

/** Mistakes of each kind that the page shows. */
const shownMistakes = 12;

async function writeReport(file: string, { result, tiles, scored, modelPackage }: Reported): Promise<void> {
  const wrong = (label: 0 | 1) =>
    scored.tiles
      .map((tile, i) => ({ tile, confidence: scored.confidences[i]! }))
      .filter(
        ({ tile, confidence }) => tile.label === label && confidence >= result.threshold !== (label === 1),
      )
      .sort((a, b) => (label === 1 ? a.confidence - b.confidence : b.confidence - a.confidence))
      .slice(0, shownMistakes);
  const pictured = (label: 0 | 1) => Promise.all(wrong(label).map(withPicture));
  const page = renderEvaluation({
    result,
    tiles,
    title: modelPackage.manifest.title,
    missed: await pictured(1),
    wronglyFound: await pictured(0),
  });
  await writeFile(file, page).catch((cause: unknown) => {
    throw new UmbelError({
      code: 'report.unwritable',
      kind: 'bad-input',
      message: `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: 'Name a file in a folder that exists and may be written to.',
      cause,
    });
  });
}

/** Tiles beyond this size are named only: the page stays small. */
const largestPictureBytes = 200_000;

async function withPicture({
  tile,
  confidence,
}: {
  tile: ScoredFolder['tiles'][number];
  confidence: number;
}) {
  const { size } = await stat(tile.file);
  const type = /\.png$/i.test(tile.name) ? 'png' : /\.webp$/i.test(tile.name) ? 'webp' : 'jpeg';
  const shown = size <= largestPictureBytes && !/\.tiff?$/i.test(tile.name);
  return {
    name: tile.name,
    confidence,
    ...(shown
      ? { picture: `data:image/${type};base64,${(await readFile(tile.file)).toString('base64')}` }
      : {}),
  };
}
