import Supercluster from 'supercluster';
import type { Band } from '#core/review/band.ts';
import type { Area } from '#core/export/filter.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { recent } from './recent.ts';
import type { CountedFlight } from './shown-flights.ts';

type Counts = Readonly<Record<Band, number>>;

/** An index over so many sightings takes a tenth of a second: pans and zooms use the same one. */
const kept = recent<Supercluster<Counts, Counts>>(5);

/**
 * Sightings of a view as clusters.
 * @param key changes with the sightings: what was indexed under it is used again
 */
export function clustersOf(
  key: string,
  sightings: () => readonly Sighting[],
  { area, zoom }: { area: Area; zoom: number },
): object[] {
  const index = kept.getOrMake(key, () =>
    indexOf(sightings().map(({ lat, lon, band }) => ({ lat, lon, counts: countsOf(band) }))),
  );
  return index
    .getClusters([area.west, area.south, area.east, area.north], zoom)
    .map(({ geometry, properties, id }) => {
      const [lon = 0, lat = 0] = geometry.coordinates;
      const clusterId = 'cluster_id' in properties ? properties.cluster_id : undefined;
      return clusterAnswer({
        clusterId: String(id ?? `${lat},${lon}`),
        place: { lat, lon },
        counts: properties,
        expansionZoom: clusterId === undefined ? zoom + 1 : index.getClusterExpansionZoom(clusterId),
      });
    });
}

/** Flights whose sightings were only counted, each in its middle. */
export function countedClusters(flights: readonly CountedFlight[], zoom: number): object[] {
  return flights.flatMap(({ record }) => {
    const { bounds, summary, flightId } = record;
    if (bounds === undefined || summary === undefined || summary.sightings === 0) return [];
    const lon = bounds.west <= bounds.east ? (bounds.west + bounds.east) / 2 : bounds.west;
    // Bands count tiles, of which a sighting has several: their shares are taken for those of the sightings.
    const tiles = Math.max(1, summary.bands.certain + summary.bands.probable + summary.bands.possible);
    const shareOf = (band: Band) => Math.round((summary.sightings * summary.bands[band]) / tiles);
    const [certain, probable] = [shareOf('certain'), shareOf('probable')];
    const counts = { certain, probable, possible: Math.max(0, summary.sightings - certain - probable) };
    const place = { lat: (bounds.south + bounds.north) / 2, lon };
    return [clusterAnswer({ clusterId: flightId, place, counts, expansionZoom: Math.max(14, zoom + 1) })];
  });
}

interface Cluster {
  readonly clusterId: string;
  readonly place: { readonly lat: number; readonly lon: number };
  readonly counts: Counts;
  readonly expansionZoom: number;
}

function clusterAnswer({ clusterId, place, counts, expansionZoom }: Cluster): object {
  const { certain, probable, possible } = counts;
  return {
    clusterId,
    ...place,
    sightings: certain + probable + possible,
    certain,
    probable,
    possible,
    expansionZoom,
  };
}

function indexOf(
  points: readonly { lat: number; lon: number; counts: Counts }[],
): Supercluster<Counts, Counts> {
  const index = new Supercluster<Counts, Counts>({
    radius: 60,
    maxZoom: 20,
    map: (counts) => ({ ...counts }),
    reduce: (sum, counts) => {
      Object.assign(sum, {
        certain: sum.certain + counts.certain,
        probable: sum.probable + counts.probable,
        possible: sum.possible + counts.possible,
      });
    },
  });
  index.load(
    points.map(({ lat, lon, counts }) => ({
      type: 'Feature',
      properties: counts,
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  );
  return index;
}

function countsOf(band: Band): Counts {
  return { certain: 0, probable: 0, possible: 0, [band]: 1 };
}
