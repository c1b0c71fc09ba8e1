import { type PhotoLine, type Run } from '#core/flight/run.ts';
import { type Flag, isFlag } from '#core/geo/flags.ts';
import { footprint } from '#core/geo/footprint.ts';
import { type AlignedPhoto, checkOverlap, type OverlapCheck } from '#core/geo/overlap/check-overlap.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import type { Platform } from '#platform/platform.ts';
import type { AlignedPhotoLine, OverlapSummary } from '../aligned-photos.ts';
import { terrainOf } from '../flight-terrain.ts';
import { readPhotoLines } from '../run-objects.ts';
import { type PicturedPhoto, withPictures } from './pictures.ts';

/**
 * Photos that are compared with each other. A flight is one battery, a few hundred photos; longer ones are compared in
 * parts, in the order of their names, so that memory stays flat: a part takes 100 MB.
 */
const mostAtOnce = 600;

/** A summary to be filled. */
export function nothingCompared(): { -readonly [Key in keyof OverlapSummary]: OverlapSummary[Key] } {
  return {
    compared: 0,
    aligned: 0,
    moved: 0,
    turned: 0,
    doubtful: 0,
    patches: 0,
    apartBeforeM: 0,
    apartAfterM: 0,
  };
}

/** The places of a run's photos as JSON lines; what was done goes to `summary`. */
export async function* alignFlight(
  platform: Platform,
  run: Run,
  summary: ReturnType<typeof nothingCompared>,
): AsyncGenerator<string> {
  const lines = await readPhotoLines(platform, run);
  const terrain = await terrainOf(platform, run);
  for (let start = 0; start < lines.length; start += mostAtOnce) {
    const photos = await readPart(platform, run, lines.slice(start, start + mostAtOnce));
    const check = checkOverlap(
      photos.map(({ record, image }) => ({ pose: record.pose, flags: record.flags.filter(isFlag), image })),
      terrain,
    );
    addTo(summary, check);
    for (const [i, photo] of photos.entries())
      yield `${JSON.stringify(lineOf(photo, check.photos[i]!, terrain))}\n`;
  }
}

/** The photos of a part that can be compared: placed, and with a small picture. */
async function readPart(platform: Platform, run: Run, lines: readonly PhotoLine[]): Promise<PicturedPhoto[]> {
  const photoIds = lines.map(({ photoId }) => photoId);
  const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
  const report = () => platform.progress.report({ runId: run.runId, stage: 'align-photos', photos: 1 });
  return withPictures(
    platform,
    photoIds.map((photoId) => records.get(photoId)),
    report,
  );
}

function lineOf(
  { record }: PicturedPhoto,
  { pose, flags, correction }: AlignedPhoto,
  terrain: Terrain | undefined,
): AlignedPhotoLine {
  const outline = footprint(pose, undefined, terrain);
  // Codes of another version are kept, though nobody knows what they mean here.
  const others = record.flags.filter((flag) => !isFlag(flag));
  return {
    photoId: record.photoId,
    pose,
    flags: [...flags, ...others],
    ...(outline === undefined ? {} : { footprint: outline.ring.map(([lon, lat]) => [lon, lat]) }),
    correction,
  };
}

/** Adds a part to the summary; distances are root mean squares over all patches. */
function addTo(summary: ReturnType<typeof nothingCompared>, check: OverlapCheck): void {
  const count = (flag: Flag) => check.photos.filter(({ flags }) => flags.includes(flag)).length;
  const patches = summary.patches + check.patches;
  const mean = (before: number, added: number): number =>
    patches === 0 ? 0 : Math.sqrt((summary.patches * before ** 2 + check.patches * added ** 2) / patches);
  summary.apartBeforeM = mean(summary.apartBeforeM, check.apartBeforeM);
  summary.apartAfterM = mean(summary.apartAfterM, check.apartAfterM);
  summary.patches = patches;
  summary.compared += check.photos.length;
  summary.aligned += count('pose.aligned');
  summary.moved += count('pose.moved');
  summary.turned += count('photo.turned');
  summary.doubtful += count('photo.maybe-turned');
}
