import { stringify } from 'csv-stringify/sync';
import type { Feature, FeatureCollection, Point } from 'geojson';
import { roundDegrees, roundMetres } from '../export/rounding.ts';
import { reviewOf } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { type DifferentSite, differences, placeOf, type RunDifference } from './difference.ts';
import type { RunFacts } from './explain.ts';
import { changeLooks } from './looks.ts';

/** Whose difference it is. */
export interface DifferenceContext {
  readonly flightId: string;
  readonly before: RunFacts & { readonly startedAt: string };
  readonly after: RunFacts & { readonly startedAt: string };
  readonly simulated: boolean;
}

/** A site for programs. */
export function siteJson({
  difference,
  before,
  after,
  reasons,
  views,
  photosBefore,
  photosAfter,
}: DifferentSite) {
  const place = placeOf({ ...(before && { before }), ...(after && { after }) });
  return {
    difference,
    lat: roundDegrees(place.lat),
    lon: roundDegrees(place.lon),
    uncertaintyM: roundMetres(place.uncertaintyM),
    before: before === undefined ? null : sightingJson(before),
    after: after === undefined ? null : sightingJson(after),
    why: reasons,
    views: views.map(({ photoName, before: was, after: is }) => ({
      photo: photoName,
      before: was === undefined ? null : rounded(was),
      after: is === undefined ? null : rounded(is),
    })),
    photosBefore,
    photosAfter,
  };
}

function sightingJson(sighting: Sighting) {
  const { sightingId, number, band, confidence, seenIn, couldSee } = sighting;
  return {
    sightingId,
    number,
    band,
    confidence: rounded(confidence),
    review: reviewOf(sighting),
    seenIn,
    couldSee,
  };
}

/** GeoJSON (RFC 7946): a point for each site. */
export function differenceGeoJson({ sites, counts }: RunDifference, context: DifferenceContext): string {
  const features = sites.map((site): Feature<Point> => {
    const { lat, lon, ...properties } = siteJson(site);
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: { ...properties, says: changeLooks[site.difference].label },
    };
  });
  const collection: FeatureCollection & Record<string, unknown> = {
    type: 'FeatureCollection',
    ...context,
    counts,
    features,
  };
  return `${JSON.stringify(collection)}\n`;
}

/** The same as comma-separated values. */
export function differenceCsv({ sites }: RunDifference): string {
  const rows = sites.map((site) => {
    const { lat, lon, uncertaintyM, before, after, why, photosBefore, photosAfter } = siteJson(site);
    return {
      difference: site.difference,
      lat,
      lon,
      uncertaintyM,
      beforeNumber: before?.number,
      beforeBand: before?.band,
      beforeConfidence: before?.confidence,
      afterNumber: after?.number,
      afterBand: after?.band,
      afterConfidence: after?.confidence,
      afterReview: after?.review,
      photosBefore,
      photosAfter,
      reasons: why.map(({ code }) => code).join(' '),
      why: why.map(({ says }) => says).join(' '),
    };
  });
  return stringify(rows, { header: true, columns: csvColumns, escape_formulas: false });
}

const csvColumns = [
  'difference',
  'lat',
  'lon',
  'uncertaintyM',
  'beforeNumber',
  'beforeBand',
  'beforeConfidence',
  'afterNumber',
  'afterBand',
  'afterConfidence',
  'afterReview',
  'photosBefore',
  'photosAfter',
  'reasons',
  'why',
];

/** How many sites each reason has a part in, by difference. */
export function reasonCounts({ sites }: RunDifference): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reasons } of sites)
    for (const code of new Set(reasons.map(({ code: one }) => one))) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** Sites that the text for people tells one by one. */
const toldSites = 20;

/** The difference in lines for people. */
export function differenceText(difference: RunDifference, context: DifferenceContext): string {
  const { sites, counts } = difference;
  const told = sites.filter((site) => site.difference !== 'unchanged').slice(0, toldSites);
  const rest = sites.length - counts.unchanged - told.length;
  return [
    `Flight     ${context.flightId}${context.simulated ? ' (simulated: not of this world)' : ''}`,
    `Before     ${runWords(context.before)}`,
    `After      ${runWords(context.after)}`,
    ...differences.map((one) => `${String(counts[one]).padStart(5)}  ${changeLooks[one].label}`),
    ...told.flatMap(siteLines),
    ...(rest > 0 ? [`... and ${rest} more: --out DIR writes all`] : []),
    '',
  ].join('\n');
}

function runWords({ runId, modelId }: RunFacts): string {
  return `${modelId ?? 'no model'}, run ${runId}`;
}

function siteLines({ difference, before, after, reasons }: DifferentSite): string[] {
  const head = [
    changeLooks[difference].label,
    ...(before === undefined ? [] : [`was ${sightingWords(before)}`]),
    ...(after === undefined ? [] : [`is ${sightingWords(after)}`]),
  ].join(', ');
  return [head, ...reasons.map(({ says }) => `    ${says}`)];
}

/** `sighting 3, certain, 97 %`. */
export function sightingWords(sighting: Sighting): string {
  const review = reviewOf(sighting);
  const judged = review === 'unreviewed' ? '' : `, ${review}`;
  return `sighting ${sighting.number}, ${sighting.band}, ${Math.floor(sighting.confidence * 100 + 1e-9)} %${judged}`;
}

function rounded(confidence: number): number {
  return Number(confidence.toFixed(4));
}
