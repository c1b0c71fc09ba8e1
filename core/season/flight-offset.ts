import { eastM, type GroundFrame, groundFrameOf, northM } from '../sighting/ground-frame.ts';
import type { Sighting } from '../sighting/sighting.ts';

/** How far the places of one flight lie from those of another as a whole. */
export interface FlightOffset {
  readonly eastM: number;
  readonly northM: number;
  /** Pairs that agree on it. */
  readonly pairs: number;
}

/** A consumer GPS is off by no more than this on one day against another, metres (95 %). */
const farthestM = 6;
/** Pairs agree that lie this close together, metres. */
const agreesWithinM = 1;
/** Fewer pairs could agree by chance. */
const fewestPairs = 5;
const mostSightings = 2000;

/**
 * The offset between two flights that most pairs of sightings agree on: perennial plants stand where they stood, but the
 * whole flight may lie beside its place by what the GPS of that day was off. None where too few agree.
 */
export function flightOffset(before: readonly Sighting[], after: readonly Sighting[]): FlightOffset {
  const none = { eastM: 0, northM: 0, pairs: 0 };
  if (before.length < fewestPairs || after.length < fewestPairs) return none;
  const frame = groundFrameOf([...before, ...after]);
  const offsets = offsetsBetween(frame, before.slice(0, mostSightings), after.slice(0, mostSightings));
  const support = (x: number, y: number) =>
    offsets.filter((offset) => Math.hypot(offset.x - x, offset.y - y) <= agreesWithinM);
  let best = none;
  for (let x = -farthestM; x <= farthestM; x += agreesWithinM / 2) {
    for (let y = -farthestM; y <= farthestM; y += agreesWithinM / 2) {
      const agreeing = support(x, y);
      if (agreeing.length <= best.pairs) continue;
      const mean = (of: 'x' | 'y') => agreeing.reduce((sum, offset) => sum + offset[of], 0) / agreeing.length;
      best = { eastM: mean('x'), northM: mean('y'), pairs: agreeing.length };
    }
  }
  const atRest = support(0, 0).length;
  // Chance puts some pairs into every circle: an offset must explain clearly more than none does.
  const isClear =
    best.pairs >= fewestPairs && best.pairs > 1.5 * Math.max(atRest, expectedByChance(offsets.length));
  return isClear ? best : none;
}

function offsetsBetween(frame: GroundFrame, before: readonly Sighting[], after: readonly Sighting[]) {
  const places = after
    .map(({ lat, lon }) => ({ x: eastM(frame, lon), y: northM(frame, lat) }))
    .sort((a, b) => a.x - b.x);
  return before.flatMap(({ lat, lon }) => {
    const [x0, y0] = [eastM(frame, lon), northM(frame, lat)];
    return places
      .filter(({ x, y }) => Math.abs(x - x0) <= farthestM && Math.abs(y - y0) <= farthestM)
      .map(({ x, y }) => ({ x: x - x0, y: y - y0 }));
  });
}

/** Pairs that fall into one circle when all are spread evenly over the square that is looked at. */
function expectedByChance(pairs: number): number {
  return (pairs * Math.PI * agreesWithinM ** 2) / (2 * farthestM) ** 2;
}

/** A sighting moved back by an offset. */
export function movedBack(sighting: Sighting, offset: FlightOffset): Sighting {
  if (offset.pairs === 0) return sighting;
  const frame = groundFrameOf([sighting]);
  return {
    ...sighting,
    lat: sighting.lat - offset.northM / frame.metresPerDegLat,
    lon: sighting.lon - offset.eastM / frame.metresPerDegLon,
  };
}
