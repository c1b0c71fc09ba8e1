import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FeatureCollection, Point } from 'geojson';
import { parseSimulateOptions } from '#cli/simulate/options.ts';
import { simulateFlight } from '#cli/simulate/simulate.ts';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { umbelJson } from '../e2e/umbel.ts';
import type { BenchRow } from './table.ts';

/** Flights; each is one draw of the errors that its photos share. */
const flights = 20;
/** Photos small enough to be quick, with the errors of a consumer drone. */
const recipe = { photos: 16, width: 2736, height: 30, gpsSigma: 1.5, yawSigma: 2, pitchSigma: 0.5 };

/** A plant stands alone when the next one is this far off: then a sighting within half of it can only mean this one. */
const aloneM = 8;

/** What truth.geojson and sightings.geojson say of a point. */
interface Said {
  readonly kind: string;
  readonly band: string;
  readonly uncertaintyM: number;
  readonly uncertainty95M: number;
  readonly standAreaM2?: number | null;
}

/**
 * Simulated flights through the whole program, against their truth: whether the stated radii are true, and how many of
 * the certain sightings are plants. Not a matter of time, but it takes minutes.
 */
export async function benchPositions(dir: string): Promise<BenchRow[]> {
  const errorsM: number[] = [];
  const found = { certain: 0, plants: 0, within68: 0, within95: 0 };
  for (let seed = 1; seed <= flights; seed++) {
    process.stderr.write(`\rflight ${seed} of ${flights} `);
    const { truth, sightings } = await flown(dir, seed);
    const certain = sightings.filter(({ properties }) => properties.band === 'certain');
    found.certain += certain.length;
    found.plants += certain.filter(({ at, properties }) =>
      truth.some((plant) => apartM(plant, at) < Math.max(2.5, 2 * properties.uncertaintyM)),
    ).length;
    // Which plants count depends on where plants grow alone, never on how far off a sighting lies. The middle of a stand
    // is no plant's place.
    const single = certain.filter(({ properties }) => typeof properties.standAreaM2 !== 'number');
    for (const plant of truth.filter((plant) => standsAlone(plant, truth))) {
      const errors = single.map(({ at, properties }) => ({ errorM: apartM(plant, at), properties }));
      const nearest = errors.sort((a, b) => a.errorM - b.errorM)[0];
      if (nearest === undefined || nearest.errorM > aloneM / 2) continue;
      errorsM.push(nearest.errorM);
      if (nearest.errorM <= nearest.properties.uncertaintyM) found.within68++;
      if (nearest.errorM <= nearest.properties.uncertainty95M) found.within95++;
    }
  }
  errorsM.sort((a, b) => a - b);
  const detail = `${errorsM.length} plants of ${flights} flights; median error ${errorsM[errorsM.length >> 1]?.toFixed(2)} m`;
  return [
    {
      name: 'positions: errors within uncertaintyM',
      value: found.within68 / errorsM.length,
      atLeast: 0.63,
      atMost: 0.73,
      detail,
    },
    {
      name: 'positions: errors within the 95 % radius',
      value: found.within95 / errorsM.length,
      atLeast: 0.93,
      atMost: 0.97,
    },
    {
      name: 'positions: certain sightings that are plants',
      value: found.plants / found.certain,
      atLeast: 0.9,
      detail: `${found.certain} certain sightings`,
    },
  ];
}

/** Plants and sightings of one flight, [lon, lat]. */
async function flown(dir: string, seed: number) {
  const flight = path.join(dir, 'flown');
  await simulateFlight(parseSimulateOptions({ dir: flight, seed, ...recipe }), () => undefined);
  const out = path.join(dir, 'flown-results');
  await umbelJson(['run', flight, '--out', out], path.join(dir, 'flown-home'));
  const truth = pointsOf(path.join(flight, 'truth.geojson'))
    .filter(({ properties }) => properties.kind === 'flowering' || properties.kind === 'rosette')
    .map(({ at }) => at);
  const sightings = pointsOf(path.join(out, 'sightings.geojson')).filter(
    ({ properties }) => properties.kind === 'sighting',
  );
  for (const done of [flight, out, path.join(dir, 'flown-home')]) rmSync(done, { recursive: true });
  return { truth, sightings };
}

/** Points of a GeoJSON file with what is said of them. */
function pointsOf(file: string) {
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as FeatureCollection<Point, Said>;
  return features
    .filter(({ geometry }) => geometry.type === 'Point')
    .map(({ geometry, properties }) => ({ at: geometry.coordinates as [number, number], properties }));
}

function standsAlone(plant: [number, number], truth: readonly [number, number][]): boolean {
  return truth.every((other) => other === plant || apartM(other, plant) >= aloneM);
}

function apartM([lonA, latA]: [number, number], [lonB, latB]: [number, number]): number {
  const { latM, lonM } = degreeLengths(latA);
  return Math.hypot((lonB - lonA) * lonM, (latB - latA) * latM);
}
