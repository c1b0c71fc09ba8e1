import { writeFile } from 'node:fs/promises';
import type { DriftReport, JudgedFlight } from '#core/drift/drift-report.ts';
import { gatherOddTiles } from '#core/drift/odd-tiles.ts';
import { type OddTile, renderDrift } from '#core/drift/page/drift-page.ts';
import { unpackConfidences } from '#core/model/scores.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';
import { pictureMaker } from '../compare/site-pictures.ts';
import { unwritable } from '../unwritable.ts';

/** Flights that are told one by one, and tiles of each. */
const mostTold = 6;
const mostTiles = 12;

export interface PageOrder {
  readonly report: DriftReport;
  /** Which flights were asked for. */
  readonly about: string;
  /** The run of the flight that was asked for by its id: it is told whatever its judgement. */
  readonly wanted?: string;
}

/**
 * Writes the judgement over models as a page, with the tiles of alarming flights that are most worth a look.
 * @throws UmbelError `report.unwritable`
 */
export async function writePage(
  cloud: Pick<LocalCloud, 'objects' | 'tables'>,
  file: string,
  { report, about, wanted }: PageOrder,
): Promise<void> {
  const told = toldFlights(report.flights, wanted);
  const tiles = new Map<string, OddTile[]>();
  for (const flight of told) tiles.set(flight.runId, await oddTilesOf(cloud, flight));
  const page = renderDrift({
    about,
    flights: report.flights,
    told: new Set(told.map(({ runId }) => runId)),
    tiles,
  });
  await writeFile(file, page).catch(unwritable('report.unwritable', file));
}

/** Flights to look at, the newest first; where there is none, the newest flight shows how things are. */
function toldFlights(flights: readonly JudgedFlight[], wanted: string | undefined): JudgedFlight[] {
  const own = flights.filter(({ runId }) => runId === wanted);
  const odd = flights.filter(({ alarm, level, runId }) => runId !== wanted && (alarm || level === 'watch'));
  const told = [...own, ...odd].slice(0, mostTold);
  return told.length > 0 ? told : flights.slice(0, 1);
}

/** The tiles of a flight whose confidences are more frequent than expected; none where its run or photos are gone. */
async function oddTilesOf(
  cloud: Pick<LocalCloud, 'objects' | 'tables'>,
  { flightId, runId, histograms }: JudgedFlight,
): Promise<OddTile[]> {
  const run = (await cloud.tables.flights.getRun(flightId, runId))?.run;
  if (run === undefined || histograms === undefined) return [];
  const gatherer = gatherOddTiles<string>(histograms.seen, histograms.expected);
  for await (const { photoId, confidences } of cloud.tables.scores.list(runId))
    gatherer.add(photoId, unpackConfidences(confidences));
  const best = gatherer.best(mostTiles);
  const photos = await cloud.tables.photos.getMany(flightId, sheetSpecName(run.sheet), [
    ...new Set(best.map(({ photo }) => photo)),
  ]);
  const cut = pictureMaker(cloud);
  const shown: OddTile[] = [];
  for (const { photo, tile, confidence } of best) {
    const jpegBase64 = await cut({ run, photoId: photo, tile });
    if (jpegBase64 !== undefined)
      shown.push({ photoName: photos.get(photo)?.name ?? photo, tile, confidence, jpegBase64 });
  }
  return shown;
}
