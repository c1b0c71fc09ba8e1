import { groundFrameOf, wrapDeg } from '../sighting/ground-frame.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { pinLooks } from './pins.ts';
import type { ReportData } from './report-data.ts';
import { metresText, percentText } from './wording.ts';

/** [lat, lon] with 7 decimals; longitudes run on past 180 so that neighbours stay neighbours. */
type MapPlace = readonly [number, number];

/** What the map's script gets: ready words and places, nothing to compute. */
export interface MapData {
  readonly looks: Readonly<Record<string, { readonly colour: string; readonly shape: string }>>;
  readonly photos: readonly { readonly name: string; readonly outline: readonly MapPlace[] }[];
  readonly sightings: readonly MapSighting[];
}

export interface MapSighting {
  readonly number: number;
  readonly band: string;
  readonly at: MapPlace;
  readonly radiusM: number;
  /** Lines of the bubble. */
  readonly lines: readonly string[];
  readonly stand?: readonly MapPlace[];
  /** JPEG as base64. */
  readonly picture?: string;
}

export function mapDataOf(data: ReportData): MapData {
  const corners = data.photos.flatMap(({ footprint }) => footprint.map(([lon, lat]) => ({ lat, lon })));
  const { originLon } = groundFrameOf([...data.sightings, ...corners]);
  const place = (lat: number, lon: number): MapPlace => [
    round7(lat),
    round7(originLon + wrapDeg(lon - originLon)),
  ];
  return {
    looks: Object.fromEntries(
      Object.entries(pinLooks).map(([band, { colour, shape }]) => [band, { colour, shape }]),
    ),
    photos: data.photos.map(({ name, footprint }) => ({
      name,
      outline: footprint.map(([lon, lat]) => place(lat, lon)),
    })),
    sightings: data.sightings.map((sighting) => {
      const picture = data.pictures?.[sighting.bestView.detectionId];
      return {
        number: sighting.number,
        band: sighting.band,
        at: place(sighting.lat, sighting.lon),
        radiusM: Math.round(sighting.uncertaintyM * 100) / 100,
        lines: linesOf(sighting),
        ...(sighting.stand === undefined
          ? {}
          : { stand: sighting.stand.polygon.map(([lon, lat]) => place(lat, lon)) }),
        ...(picture === undefined ? {} : { picture }),
      };
    }),
  };
}

function linesOf(sighting: Sighting): string[] {
  const { band, confidence, uncertaintyM, uncertainty95M, seenIn, couldSee, stand, bestView } = sighting;
  return [
    `${pinLooks[band].label}, confidence ${percentText(confidence)}`,
    `seen in ${seenIn} of ${couldSee} ${couldSee === 1 ? 'photo' : 'photos'}`,
    ...(stand === undefined
      ? []
      : [`stand of ${Math.round(stand.areaM2)} m², at least ${stand.plantsAtLeast} plants`]),
    `${sighting.lat.toFixed(6)}, ${sighting.lon.toFixed(6)}`,
    `within ${metresText(uncertaintyM)} (68 %), ${metresText(uncertainty95M)} (95 %)`,
    `best view: ${bestView.photoName}, tile ${bestView.tileIndex}`,
  ];
}

function round7(deg: number): number {
  return Math.round(deg * 1e7) / 1e7;
}
