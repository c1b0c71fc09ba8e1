import type { Map as LeafletMap, LatLng } from 'leaflet';
import type { Point } from '../api/operations.generated.ts';
import {
  clusterPx,
  drawChosen,
  drawCluster,
  drawSighting,
  drawUncertainty,
  hitPx,
  type At,
  type Cluster,
  type MapColours,
} from './draw.ts';

/** What the canvas over the map shows. */
export interface CanvasContent {
  readonly points: readonly Point[];
  readonly clusters: readonly Cluster[];
  readonly chosen: string | undefined;
  readonly circles: boolean;
}

export interface SightingCanvas {
  show(content: CanvasContent): void;
  /** What is under a point of the map: the sighting or cluster whose sign is nearest. */
  hit(at: At): Point | Cluster | undefined;
  redraw(): void;
  remove(): void;
}

/** A canvas over a Leaflet map that draws every sighting itself: thousands of them in a few milliseconds. */
export function sightingCanvas(map: LeafletMap, colours: () => MapColours): SightingCanvas {
  const canvas = document.createElement('canvas');
  canvas.className = 'sighting-canvas';
  canvas.setAttribute('aria-hidden', 'true');
  map.getContainer().append(canvas);
  let content: CanvasContent = { points: [], clusters: [], chosen: undefined, circles: true };
  let frame = 0;
  const place = ({ lat, lon }: { lat: number; lon: number }): At => map.latLngToContainerPoint([lat, lon]);
  const redraw = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => draw(canvas, map, { content, colours: colours(), place }));
  };
  map.on('move zoom resize viewreset', redraw);
  return {
    show(next) {
      content = next;
      redraw();
    },
    hit(at) {
      const distance = (to: At) => Math.hypot(to.x - at.x, to.y - at.y);
      let best: { readonly what: Point | Cluster; readonly px: number } | undefined;
      for (const what of [...content.points, ...content.clusters]) {
        const px = distance(place(what)) - ('clusterId' in what ? clusterPx(what) - hitPx : 0);
        if (px <= hitPx && (best === undefined || px < best.px)) best = { what, px };
      }
      return best?.what;
    },
    redraw,
    remove() {
      cancelAnimationFrame(frame);
      map.off('move zoom resize viewreset', redraw);
      canvas.remove();
    },
  };
}

function draw(
  canvas: HTMLCanvasElement,
  map: LeafletMap,
  {
    content,
    colours,
    place,
  }: { content: CanvasContent; colours: MapColours; place: (point: { lat: number; lon: number }) => At },
): void {
  const { x: width, y: height } = map.getSize();
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const isNear = ({ x, y }: At) => x > -40 && y > -40 && x < width + 40 && y < height + 40;
  const placed = content.points.map((point) => ({ point, at: place(point) })).filter(({ at }) => isNear(at));
  const pxPerM = pixelsPerMetre(map, map.getCenter());
  if (content.circles) {
    for (const { point, at } of placed) {
      const radius = point.uncertaintyM * pxPerM;
      if (radius > 10) drawUncertainty(context, at, radius, colours.bands[point.band]);
    }
  }
  for (const { point, at } of placed) drawSighting(context, point, at, colours);
  for (const cluster of content.clusters) {
    const at = place(cluster);
    if (isNear(at)) drawCluster(context, cluster, at, colours);
  }
  if (placed.length + content.clusters.length > 0) markFirstDraw();
  const chosen = placed.find(({ point }) => point.sightingId === content.chosen);
  if (chosen !== undefined) drawChosen(context, chosen.at, colours.ink);
}

let hasDrawn = false;

/** Notes the first time that sightings were drawn, for whoever measures how long that takes. */
function markFirstDraw(): void {
  if (!hasDrawn) performance.mark('umbel.sightings-drawn');
  hasDrawn = true;
}

/** Screen pixels per metre of ground around a place. */
function pixelsPerMetre(map: LeafletMap, at: LatLng): number {
  const metresPerPixel = (40_075_016.686 * Math.cos((at.lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 8);
  return 1 / metresPerPixel;
}
