/** A point on the ground. */
export interface GroundPoint {
  readonly lat: number;
  readonly lon: number;
}

/** How a small map of 300 x 200 shows some ground. */
export interface GroundView {
  readonly project: (point: GroundPoint) => { readonly x: number; readonly y: number };
  readonly pxPerM: number;
  /** Length of the scale bar, metres. */
  readonly barM: number;
}

const widthPx = 300;
const heightPx = 200;
/** Metres of a degree of latitude, good to 0.6 % anywhere. Source: WGS 84 meridian quadrant, 10,001,966 m / 90. */
const metresPerDegree = 111_133;

/** A small map with `middle` in its middle that shows all of `ring`. */
export function groundView(middle: GroundPoint, ring: readonly GroundPoint[], atLeastM: number): GroundView {
  const metres = ({ lat, lon }: GroundPoint) => ({
    eastM: (lon - middle.lon) * metresPerDegree * Math.cos((middle.lat * Math.PI) / 180),
    northM: (lat - middle.lat) * metresPerDegree,
  });
  const spans = ring.map(metres);
  const eastM = Math.max(5, atLeastM * 1.5, ...spans.map((each) => Math.abs(each.eastM)));
  const northM = Math.max(5, atLeastM * 1.5, ...spans.map((each) => Math.abs(each.northM)));
  const pxPerM = Math.min((widthPx / 2 - 10) / eastM, (heightPx / 2 - 10) / northM);
  return {
    project: (point) => {
      const { eastM, northM } = metres(point);
      return { x: widthPx / 2 + eastM * pxPerM, y: heightPx / 2 - northM * pxPerM };
    },
    pxPerM,
    barM: [1, 2, 5, 10, 20, 50, 100, 200, 500].findLast((metres) => metres * pxPerM <= 90) ?? 1,
  };
}
