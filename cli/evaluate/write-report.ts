import { readFile, stat, writeFile } from 'node:fs/promises';
import type { LoadedPackage } from '#core/model/driver.ts';
import type { GroupedTiles } from '#core/model/evaluate/evaluate.ts';
import { renderEvaluation } from '#core/model/evaluate/report/evaluation-report.ts';
import type { Mistakes } from '#core/model/evaluate/report/model-sections.ts';
import type { ScoredFolder } from '#platform/evaluate/score-tiles.ts';
import type { EvaluateResult } from './evaluate.ts';
import { unwritable } from '../unwritable.ts';

export interface Reported {
  readonly result: EvaluateResult;
  readonly tiles: GroupedTiles;
  readonly scored: ScoredFolder;
  readonly modelPackage: LoadedPackage;
}

/** Mistakes of each kind that the page shows. */
const shownMistakes = 12;

/**
 * Writes the figures of an evaluation as a page, with the tiles that were judged most wrongly.
 * @throws UmbelError `report.unwritable`
 */
export async function writeReport(
  file: string,
  { result, tiles, scored, modelPackage }: Reported,
): Promise<void> {
  const mistakes = async (label: 0 | 1): Promise<Mistakes> => {
    const wrong = scored.tiles
      .map((tile, i) => ({ tile, confidence: scored.confidences[i]! }))
      .filter(
        ({ tile, confidence }) => tile.label === label && confidence >= result.threshold !== (label === 1),
      )
      .sort((a, b) => (label === 1 ? a.confidence - b.confidence : b.confidence - a.confidence));
    const worst = await Promise.all(wrong.slice(0, shownMistakes).map(withPicture));
    return { count: wrong.length, worst };
  };
  const page = renderEvaluation({
    result,
    tiles,
    title: modelPackage.manifest.title,
    missed: await mistakes(1),
    wronglyFound: await mistakes(0),
  });
  await writeFile(file, page).catch(unwritable('report.unwritable', file));
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
