import Flatbush from 'flatbush';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import { eastM, groundFrameAt, northM } from '#core/sighting/ground-frame.ts';
import { contains } from '#core/sighting/hull.ts';
import type { FlightView } from './flight-view.ts';

type Stored = FlightView['stored'];

/** Boxes of the outlines, in degrees; made once for a run, whose outlines never change. */
const indexes = new WeakMap<Stored, Flatbush>();

/** Photos whose outline holds a place, the one first that sees it nearest to its middle. */
export function photosShowing({ stored }: Pick<FlightView, 'stored'>, { lat, lon }: Place): string[] {
  if (stored.photos.length === 0) return [];
  const frame = groundFrameAt(lat, lon);
  return indexOf(stored)
    .search(lon, lat, lon, lat)
    .flatMap((i) => {
      const { photoId, footprint } = stored.photos[i]!;
      const outline = footprint.map(([ringLon, ringLat]) => ({
        x: eastM(frame, ringLon),
        y: northM(frame, ringLat),
      }));
      if (outline.length < 3 || !contains(outline, { x: 0, y: 0 })) return [];
      const mean = (axis: 'x' | 'y') =>
        outline.reduce((sum, corner) => sum + corner[axis], 0) / outline.length;
      return [{ photoId, awayM: Math.hypot(mean('x'), mean('y')) }];
    })
    .sort((a, b) => a.awayM - b.awayM || (a.photoId < b.photoId ? -1 : 1))
    .map(({ photoId }) => photoId);
}

interface Place {
  readonly lat: number;
  readonly lon: number;
}

function indexOf(stored: Stored): Flatbush {
  const known = indexes.get(stored);
  if (known !== undefined) return known;
  const index = new Flatbush(stored.photos.length);
  for (const photo of stored.photos) index.add(...boxOf(photo));
  index.finish();
  indexes.set(stored, index);
  return index;
}

/** West, south, east, north; an outline across the antimeridian gets the box around the world. */
function boxOf({ footprint }: ExportedPhoto): [number, number, number, number] {
  const [lons, lats] = [footprint.map(([lon]) => lon), footprint.map(([, lat]) => lat)];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const crosses = east - west > 180;
  return [crosses ? -180 : west, Math.min(...lats), crosses ? 180 : east, Math.max(...lats)];
}
