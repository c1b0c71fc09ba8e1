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
import { type AlignedPart, keepPart, keptPart } from './parts.ts';
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

export interface AlignOptions {
  readonly summary: ReturnType<typeof nothingCompared>;
  /** Photos that are compared with each other. */
  readonly atOnce?: number;
}

/**
 * The places of a run's photos as JSON lines; what was done goes to `summary`. Parts that a former call of the same run
 * has finished are not compared again.
 */
export async function* alignFlight(
  platform: Platform,
  run: Run,
  { summary, atOnce = mostAtOnce }: AlignOptions,
): AsyncGenerator<string> {
  const lines = await readPhotoLines(platform, run);
  const terrain = await terrainOf(platform, run);
  for (let start = 0; start < lines.length; start += atOnce) {
    const key = { platform, run, index: start / atOnce };
    const slice = lines.slice(start, start + atOnce);
    let part = await keptPart(key);
    if (part === undefined) {
      part = await comparePart(platform, { run, lines: slice, terrain });
      // Before the next one: a call that runs out of time is made again, and goes on from here.
      await keepPart(key, part);
    } else platform.progress.report({ runId: run.runId, stage: 'align-photos', photos: slice.length });
    addTo(summary, part.summary);
    for (const line of part.photos) yield `${JSON.stringify(line)}\n`;
  }
}

interface PartToCompare {
  readonly run: Run;
  readonly lines: readonly PhotoLine[];
  readonly terrain: Terrain | undefined;
}

async function comparePart(platform: Platform, { run, lines, terrain }: PartToCompare): Promise<AlignedPart> {
  const photos = await readPart(platform, run, lines);
  const check = checkOverlap(
    photos.map(({ record, image }) => ({ pose: record.pose, flags: record.flags.filter(isFlag), image })),
    terrain,
  );
  return {
    summary: summaryOf(check),
    photos: photos.map((photo, i) => lineOf(photo, check.photos[i]!, terrain)),
  };
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

function summaryOf({ photos, patches, apartBeforeM, apartAfterM }: OverlapCheck): OverlapSummary {
  const count = (flag: Flag) => photos.filter(({ flags }) => flags.includes(flag)).length;
  return {
    compared: photos.length,
    aligned: count('pose.aligned'),
    moved: count('pose.moved'),
    turned: count('photo.turned'),
    doubtful: count('photo.maybe-turned'),
    patches,
    apartBeforeM,
    apartAfterM,
  };
}

/** Adds a part to the summary; distances are root mean squares over all patches. */
function addTo(summary: ReturnType<typeof nothingCompared>, part: OverlapSummary): void {
  const patches = summary.patches + part.patches;
  const mean = (before: number, added: number): number =>
    patches === 0 ? 0 : Math.sqrt((summary.patches * before ** 2 + part.patches * added ** 2) / patches);
  summary.apartBeforeM = mean(summary.apartBeforeM, part.apartBeforeM);
  summary.apartAfterM = mean(summary.apartAfterM, part.apartAfterM);
  summary.patches = patches;
  for (const name of ['compared', 'aligned', 'moved', 'turned', 'doubtful'] as const)
    summary[name] += part[name];
}
