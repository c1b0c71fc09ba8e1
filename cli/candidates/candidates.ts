import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { UmbelError } from '#core/errors.ts';
import type { Run } from '#core/flight/run.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import { countText, plural } from '#core/report/wording.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { progressLine } from '../progress.ts';
import { askAbout } from './ask.ts';
import { type ChosenTile, chooseTiles } from './choose.ts';
import { latestRun } from './latest-run.ts';
import { unwritable } from '../unwritable.ts';

/** What people type behind `umbel candidates FLIGHT ...`. */
export interface CandidateFlags {
  readonly count?: number;
  readonly seed?: number;
  readonly random?: boolean;
  readonly ask?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

const defaultCount = 200;

/**
 * The tiles to label next, out of the latest runs of some flights, as text for stdout; with `ask` they wait in the review
 * queue afterwards.
 * @throws UmbelError `flight.not-found`, `candidates.no-model`, `candidates.none`, `candidates.unwritable`
 */
export async function candidates(flightIds: readonly string[], flags: CandidateFlags): Promise<string> {
  const { count = defaultCount, seed = 1, random = false, out } = flags;
  const line = progressLine({ quiet: flags.json });
  const cloud = await openLocalCloud();
  try {
    const runs = new Map<string, Run>();
    for (const flightId of new Set(flightIds)) runs.set(flightId, await latestRun(cloud.tables, flightId));
    const { chosen, open } = await chooseTiles(cloud, [...runs.values()], { count, seed, random, line });
    if (chosen.length === 0) throw noneLeft([...runs.keys()]);
    const tiles = chosen.map((tile) => ({ ...tile, identity: identityOf(tile, runs.get(tile.flightId)!) }));
    const asked = flags.ask === true ? await askAbout(cloud, [...runs.values()], chosen, line) : 0;
    line.end();
    if (out !== undefined) await write(out, tiles);
    const how = random ? 'random' : 'uncertainty-and-diversity';
    if (flags.json === true)
      return `${JSON.stringify({ how, seed, open, asked, tiles: tiles.map(columnsOf) })}\n`;
    return describe(tiles, { open, asked, random, out });
  } finally {
    line.end();
    await cloud.close();
  }
}

interface NamedTile extends ChosenTile {
  /** `<flight>/<photo>/<tiling>/<tile>`, as links have it. */
  readonly identity: string;
}

function identityOf({ flightId, photoId, tile }: ChosenTile, run: Run): string {
  return formatTileId({ flightId, photoId, tiling: formatTiling(run.sheet.tiling), tile });
}

function columnsOf({ identity, flightId, runId, photoId, photoName, tile, confidence, lat, lon }: NamedTile) {
  return {
    tileId: identity,
    flightId,
    runId,
    photoId,
    photo: photoName,
    tile,
    confidence: Number(confidence.toFixed(4)),
    lat: lat ?? null,
    lon: lon ?? null,
  };
}

async function write(file: string, tiles: readonly NamedTile[]): Promise<void> {
  await writeFile(file, stringify(tiles.map(columnsOf), { header: true })).catch(
    unwritable('candidates.unwritable', file),
  );
}

function describe(
  tiles: readonly NamedTile[],
  about: { open: number; asked: number; random: boolean; out: string | undefined },
): string {
  const how = about.random ? 'drawn at random' : 'chosen: unsure, and different from each other';
  const list = tiles.map(
    ({ flightId, photoName, tile, confidence }) =>
      `  ${flightId}  ${photoName}  tile ${tile}  ${(confidence * 100).toFixed(0)} %\n`,
  );
  const next =
    about.asked > 0
      ? `${plural(about.asked, 'tile')} ${about.asked === 1 ? 'waits' : 'wait'} in the review queue: umbel serve.\n`
      : 'Ask people about them: the same command with --ask.\n';
  const file = about.out === undefined ? '' : `${about.out}\n`;
  return `${countText(tiles.length)} of ${plural(about.open, 'tile')} without an answer, ${how}\n${about.out === undefined ? list.join('') : ''}${file}${next}`;
}

function noneLeft(flightIds: readonly string[]): UmbelError {
  return new UmbelError({
    code: 'candidates.none',
    kind: 'not-found',
    message: `Every tile of ${flightIds.join(', ')} has an answer, or none was scored.`,
    hint: 'Name another flight.',
  });
}
