import type { Band, Point, SightingsInViewResult } from '../api/operations.generated.ts';

export type Cluster = SightingsInViewResult['sightingsInView']['clusters'][number];

/** Colours of a theme, read from the style sheet. */
export interface MapColours {
  readonly bands: Readonly<Record<Band, string>>;
  readonly edge: string;
  readonly ink: string;
  readonly paper: string;
  readonly soft: string;
}

export interface At {
  readonly x: number;
  readonly y: number;
}

/** Radius of a sign, pixels: large enough for a finger together with `hitPx`. */
export const signPx = 8;
export const hitPx = 18;

/** Draws a sighting: round = certain, triangle = probable, square = possible; crossed out where a person rejected it. */
export function drawSighting(
  context: CanvasRenderingContext2D,
  point: Point,
  at: At,
  colours: MapColours,
): void {
  context.beginPath();
  signPath(context, point.band, at);
  context.fillStyle = colours.bands[point.band];
  context.strokeStyle = colours.edge;
  context.lineWidth = 2;
  context.fill();
  context.stroke();
  if (point.review === 'CONFIRMED') tick(context, at, colours.edge);
  if (point.review === 'REJECTED') cross(context, at, colours.ink);
  if (point.mark !== null) ring(context, at, colours.ink);
}

/** Draws the circle that holds the true place with 68 % probability. */
export function drawUncertainty(
  context: CanvasRenderingContext2D,
  at: At,
  radiusPx: number,
  colour: string,
): void {
  context.beginPath();
  context.arc(at.x, at.y, radiusPx, 0, 2 * Math.PI);
  context.globalAlpha = 0.12;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 0.8;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

/** Radius of a cluster's disc, pixels. */
export function clusterPx({ sightings }: Cluster): number {
  return 15 + 4 * Math.log10(sightings);
}

/** Draws a cluster: how many sightings, and a rim with the shares of the bands. */
export function drawCluster(
  context: CanvasRenderingContext2D,
  cluster: Cluster,
  at: At,
  colours: MapColours,
): void {
  const radius = clusterPx(cluster);
  context.beginPath();
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  context.fillStyle = colours.paper;
  context.fill();
  const parts = [
    [colours.bands.CERTAIN, cluster.certain],
    [colours.bands.PROBABLE, cluster.probable],
    [colours.bands.POSSIBLE, cluster.possible],
  ] as const;
  let angle = -Math.PI / 2;
  context.lineWidth = 4;
  for (const [colour, count] of parts) {
    const end = angle + (2 * Math.PI * count) / Math.max(1, cluster.sightings);
    context.beginPath();
    context.arc(at.x, at.y, radius - 2, angle, end);
    context.strokeStyle = colour;
    context.stroke();
    angle = end;
  }
  context.fillStyle = colours.ink;
  context.font = '600 12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(shortCount(cluster.sightings), at.x, at.y + 0.5);
}

/** Draws a ring around the sighting that is open. */
export function drawChosen(context: CanvasRenderingContext2D, at: At, colour: string): void {
  context.beginPath();
  context.arc(at.x, at.y, signPx + 8, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.stroke();
}

/** 950, 1.2k, 23k. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  return `${count < 9950 ? (count / 1000).toFixed(1) : Math.round(count / 1000)}k`;
}

function signPath(context: CanvasRenderingContext2D, band: Band, { x, y }: At): void {
  if (band === 'CERTAIN') context.arc(x, y, signPx, 0, 2 * Math.PI);
  else if (band === 'POSSIBLE') context.rect(x - signPx + 1, y - signPx + 1, 2 * signPx - 2, 2 * signPx - 2);
  else {
    context.moveTo(x, y - signPx - 1);
    context.lineTo(x + signPx + 1, y + signPx - 1);
    context.lineTo(x - signPx - 1, y + signPx - 1);
    context.closePath();
  }
}

function tick(context: CanvasRenderingContext2D, { x, y }: At, colour: string): void {
  context.beginPath();
  context.moveTo(x - 3.5, y);
  context.lineTo(x - 1, y + 3);
  context.lineTo(x + 4, y - 3);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.stroke();
}

function cross(context: CanvasRenderingContext2D, { x, y }: At, colour: string): void {
  context.beginPath();
  context.moveTo(x - signPx, y - signPx);
  context.lineTo(x + signPx, y + signPx);
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.stroke();
}

function ring(context: CanvasRenderingContext2D, { x, y }: At, colour: string): void {
  context.beginPath();
  context.arc(x, y, signPx + 4, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash([3, 2]);
  context.stroke();
  context.setLineDash([]);
}
