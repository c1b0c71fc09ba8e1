import { stringify } from 'csv-stringify/sync';
import type { Feature, FeatureCollection, Point } from 'geojson';
import { roundDegrees, roundMetres } from '../export/rounding.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { type ComparedSite, type SeasonComparison, siteChanges } from './compare.ts';

/** Whose comparison it is. */
export interface ComparisonContext {
  readonly before: { readonly flightId: string; readonly surveyDate?: string };
  readonly after: { readonly flightId: string; readonly surveyDate?: string };
  readonly simulated: boolean;
}

/** Plain words for each change. */
export const changeWords: Readonly<Record<ComparedSite['change'], string>> = {
  new: 'new',
  persisting: 'still there',
  treated: 'gone after treatment',
  gone: 'gone',
  'not-covered-before': 'found, but the first flight did not show the place',
  'not-covered-after': 'not looked at again',
};

/** The place of a site: where it was found last. */
export function placeOfSite({ before, after }: ComparedSite): Sighting {
  const place = after ?? before;
  if (place === undefined) throw new RangeError('a site without a sighting');
  return place;
}

/** GeoJSON (RFC 7946): a point for each site. */
export function changeGeoJson(
  { sites, offset, counts }: SeasonComparison,
  context: ComparisonContext,
): string {
  const features = sites.map((site): Feature<Point> => {
    const { lat, lon } = placeOfSite(site);
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [roundDegrees(lon), roundDegrees(lat)] },
      properties: { ...columnsOf(site), says: changeWords[site.change] },
    };
  });
  const collection: FeatureCollection & Record<string, unknown> = {
    type: 'FeatureCollection',
    before: context.before,
    after: context.after,
    offsetM: { east: roundMetres(offset.eastM), north: roundMetres(offset.northM), pairs: offset.pairs },
    counts,
    ...(context.simulated ? { simulated: true } : {}),
    features: [],
  };
  const head = JSON.stringify(collection).replace('"features":[]}', '"features":[');
  return `${head}\n${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`;
}

/** The same as comma-separated values. */
export function changeCsv({ sites }: SeasonComparison): string {
  const rows = sites.map((site) => {
    const { lat, lon } = placeOfSite(site);
    return { ...columnsOf(site), lat: roundDegrees(lat), lon: roundDegrees(lon) };
  });
  return stringify(rows, { header: true, columns: csvColumns, escape_formulas: false });
}

const csvColumns = [
  'change',
  'evidence',
  'lat',
  'lon',
  'uncertainty95M',
  'beforeNumber',
  'afterNumber',
  'distanceM',
  'otherPhotos',
  'treatedOn',
  'areaM2',
  'areaChangeM2',
  'band',
  'confidence',
  'beforeSightingId',
  'afterSightingId',
  'doubt',
];

function columnsOf(site: ComparedSite) {
  const place = placeOfSite(site);
  return {
    change: site.change,
    evidence: site.evidence,
    uncertainty95M: roundMetres(place.uncertainty95M),
    beforeNumber: site.before?.number ?? null,
    afterNumber: site.after?.number ?? null,
    distanceM: site.distanceM === undefined ? null : roundMetres(site.distanceM),
    otherPhotos: site.otherPhotos,
    treatedOn: site.treatedOn ?? null,
    areaM2: place.stand === undefined ? null : roundMetres(place.stand.areaM2),
    areaChangeM2: site.areaChangeM2 === undefined ? null : roundMetres(site.areaChangeM2),
    band: place.band,
    confidence: Number(place.confidence.toFixed(4)),
    beforeSightingId: site.before?.sightingId ?? null,
    afterSightingId: site.after?.sightingId ?? null,
    doubt: site.doubt ?? null,
  };
}

/** The comparison in a few lines for people. */
export function changeText({ sites, offset, counts }: SeasonComparison, context: ComparisonContext): string {
  const named = ({ flightId, surveyDate }: ComparisonContext['before']) =>
    `${flightId}${surveyDate === undefined ? '' : ` (${surveyDate})`}`;
  const lines = [`Before     ${named(context.before)}`, `After      ${named(context.after)}`];
  if (context.simulated) lines.push('           simulated: not of this world');
  for (const change of siteChanges) {
    const weak = sites.filter((site) => site.change === change && site.evidence === 'weak').length;
    const doubt = weak === 0 ? '' : `, ${weak} of them on weak evidence`;
    lines.push(`${String(counts[change]).padStart(5)}  ${changeWords[change]}${doubt}`);
  }
  if (offset.pairs > 0)
    lines.push(
      `The second flight lay ${Math.hypot(offset.eastM, offset.northM).toFixed(1)} m beside the first as a whole (${offset.pairs} sites agree); this is taken out.`,
    );
  if (counts['not-covered-after'] > 0)
    lines.push('What was not looked at again is neither gone nor still there: fly it again.');
  return `${lines.join('\n')}\n`;
}
