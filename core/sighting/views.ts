import Flatbush from 'flatbush';
import type { PhotoFootprint } from './detection.ts';
import { eastM, northM, type GroundFrame } from './ground-frame.ts';
import { contains, type Point } from './hull.ts';

/** The photos whose outline on the ground contains a place, as a function from the place to their ids. */
export function photosThatSee(
  footprints: readonly PhotoFootprint[],
  frame: GroundFrame,
): (place: Point) => string[] {
  const usable = footprints.filter(({ footprint }) => footprint.length >= 3);
  if (usable.length === 0) return () => [];
  const outlines = usable.map(({ footprint }) =>
    footprint.map(([lon, lat]) => ({ x: eastM(frame, lon), y: northM(frame, lat) })),
  );
  const index = new Flatbush(outlines.length);
  for (const outline of outlines) {
    const xs = outline.map(({ x }) => x);
    const ys = outline.map(({ y }) => y);
    index.add(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  }
  index.finish();
  return (place) =>
    index
      .search(place.x, place.y, place.x, place.y, (i) => contains(outlines[i]!, place))
      .map((i) => usable[i]!.photoId);
}
