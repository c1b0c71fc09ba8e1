import { sightingWords } from '#core/difference/difference-files.ts';
import { type PageSite, renderDifference, type SitePicture } from '#core/difference/page.ts';
import type { StoredSightings } from '#core/export/stored-sightings.ts';
import type { Run } from '#core/flight/run.ts';
import { plural } from '#core/report/wording.ts';
import { type ComparisonContext, placeOfSite } from '#core/season/change-files.ts';
import { type ComparedSite, type SeasonComparison, siteChanges } from '#core/season/compare.ts';
import { eastM, groundFrameAt, northM } from '#core/sighting/ground-frame.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { openForReading, type ReadableCloud } from '#platform/local/reading.ts';
import { simulatedNotice } from './compare-runs.ts';
import { pictureMaker, type ShownTile } from './site-pictures.ts';
import { tileNearest } from './tile-nearest.ts';
import { readAssets } from './write-files.ts';

/** Sites with pictures: the page stays small enough to be sent. */
const picturedSites = 60;

export interface TwoFlights {
  readonly first: StoredSightings;
  readonly second: StoredSightings;
}

/** What changed between two flights as a page, with the ground of each site in both. */
export async function flightsPage(
  { sites, counts }: SeasonComparison,
  context: ComparisonContext,
  flights: TwoFlights,
): Promise<string> {
  const cloud = await openForReading();
  try {
    const picturesOf = await flightPictures(cloud, flights);
    const told: PageSite[] = [];
    for (const [i, site] of sites.entries()) {
      const { lat, lon, uncertaintyM } = placeOfSite(site);
      told.push({
        change: site.change,
        lat,
        lon,
        uncertaintyM,
        ...(site.before === undefined ? {} : { before: sightingWords(site.before) }),
        ...(site.after === undefined ? {} : { after: sightingWords(site.after) }),
        says: reasonsOf(site),
        views: [],
        pictures: i < picturedSites ? await picturesOf(site) : [],
      });
    }
    const page = {
      title: `${context.before.flightId} and ${context.after.flightId}`,
      facts: [
        ['Before', flightWords(context.before)],
        ['After', flightWords(context.after)],
      ] as const,
      notices: context.simulated ? [simulatedNotice] : [],
      counts: siteChanges.map((change) => [change, counts[change]] as const),
      untold: [],
      photos: flights.second.photos.map(({ name, footprint }) => ({ name, footprint })),
      sites: told,
    };
    return renderDifference(page, await readAssets());
  } finally {
    await cloud.close();
  }
}

/** `meadow, 2026-07-01`. */
function flightWords({ flightId, surveyDate }: ComparisonContext['before']): string {
  return `${flightId}${surveyDate === undefined ? '' : `, ${surveyDate}`}`;
}

/** What the comparison rests on, in sentences. */
function reasonsOf({
  change,
  otherPhotos,
  treatedOn,
  distanceM,
  doubt,
  areaChangeM2,
}: ComparedSite): string[] {
  const photos = plural(otherPhotos, 'photo');
  const says = {
    new: `${photos} of the first flight show the place, and nothing was found there.`,
    gone: `${photos} of the second flight show the place, and nothing was found there.`,
    treated: `Treated on ${treatedOn ?? 'an unknown day'}; ${photos} of the second flight show the place without it.`,
    persisting: `Found ${(distanceM ?? 0).toFixed(1)} m from where it was.`,
    'not-covered-before': `Only ${photos} of the first flight show the place: it may have been there.`,
    'not-covered-after': `Only ${photos} of the second flight show the place: nobody looked.`,
  }[change];
  const area =
    areaChangeM2 === undefined
      ? []
      : [`Its stand is ${Math.abs(areaChangeM2).toFixed(0)} m² ${areaChangeM2 < 0 ? 'smaller' : 'larger'}.`];
  return [says, ...area, ...(doubt === undefined ? [] : [`Weak evidence: ${doubt}`])];
}

/** A function that shows a site in both flights: its best view, or the ground where the other flight found it. */
async function flightPictures(
  cloud: ReadableCloud,
  { first, second }: TwoFlights,
): Promise<(site: ComparedSite) => Promise<SitePicture[]>> {
  const cut = pictureMaker(cloud);
  const sides = [await viewsIn(cloud, first, 'before'), await viewsIn(cloud, second, 'after')];
  return async (site) => {
    const pictures: SitePicture[] = [];
    for (const { side, show } of sides) {
      const shown = await show(site[side], placeOfSite(site));
      const jpegBase64 = shown === undefined ? undefined : await cut(shown);
      if (shown === undefined || jpegBase64 === undefined) continue;
      const found = site[side] === undefined ? ', not found' : '';
      pictures.push({ caption: `${side}: ${shown.photoName}${found}`, jpegBase64 });
    }
    return pictures;
  };
}

type Shown = ShownTile & { readonly photoName: string };

async function viewsIn(
  { tables }: ReadableCloud,
  { context, photos }: StoredSightings,
  side: 'before' | 'after',
) {
  const run = (await tables.flights.getRun(context.flightId, context.runId))?.run;
  const near = (place: Sighting) => {
    const frame = groundFrameAt(place.lat, place.lon);
    const middleM = ({ footprint }: StoredSightings['photos'][number]) =>
      Math.hypot(
        eastM(frame, mean(footprint.map(([lon]) => lon))),
        northM(frame, mean(footprint.map(([, lat]) => lat))),
      );
    return photos
      .filter(({ footprint }) => footprint.length > 0)
      .toSorted((a, b) => middleM(a) - middleM(b))[0];
  };
  const show = async (sighting: Sighting | undefined, place: Sighting): Promise<Shown | undefined> => {
    if (run === undefined) return undefined;
    if (sighting !== undefined) {
      const { photoId, photoName, tileIndex } = sighting.bestView;
      return { run, photoId, photoName, tile: tileIndex };
    }
    return nearestView(tables, { run, photo: near(place), place });
  };
  return { side, show };
}

async function nearestView(
  { photos }: ReadableCloud['tables'],
  { run, photo, place }: { run: Run; photo: StoredSightings['photos'][number] | undefined; place: Sighting },
): Promise<Shown | undefined> {
  if (photo === undefined) return undefined;
  const { photoId, name: photoName } = photo;
  const records = await photos.getMany(run.flightId, sheetSpecName(run.sheet), [photoId]);
  const tile = tileNearest(run, records.get(photoId), place);
  return tile === undefined ? undefined : { run, photoId, photoName, tile };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
