import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Point, ViewInput } from '../api/operations.generated.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import type { Cluster, MapColours } from './draw.ts';
import { sightingCanvas, type CanvasContent, type SightingCanvas } from './sighting-canvas.ts';

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface LeafletMapProps {
  readonly content: CanvasContent;
  /** Where the map begins, and where it goes when this changes. */
  readonly bounds: Bounds | undefined;
  readonly tiles: { readonly url: string; readonly attribution: string } | undefined;
  /** Outlines of photos, rings of [lat, lon]. */
  readonly footprints: readonly (readonly [number, number][])[];
  /** What is to be said on the map. */
  readonly note: string | undefined;
  readonly onView: (view: ViewInput) => void;
  readonly onSighting: (point: Point) => void;
}

/** The map: ground from OpenStreetMap where it can be had, sightings on a canvas of their own either way. */
export function LeafletMap(props: LeafletMapProps): ReactNode {
  const { t } = useTexts();
  const container = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [parts, setParts] = useState<{ readonly map: L.Map; readonly canvas: SightingCanvas }>();
  useEffect(() => {
    if (container.current === null) return undefined;
    const map = makeMap(container.current);
    const canvas = sightingCanvas(map, () => coloursOf(map.getContainer()));
    listen(map, canvas, latest);
    setParts({ map, canvas });
    return () => {
      canvas.remove();
      map.remove();
    };
  }, []);
  useBounds(parts?.map, props);
  const tilesDead = useTiles(parts?.map, props.tiles);
  useFootprints(parts?.map, props.footprints);
  useEffect(() => parts?.canvas.show(props.content), [parts, props.content]);
  const notes = [props.note, tilesDead ? noTilesText(props, t) : undefined].filter(
    (note) => note !== undefined,
  );
  return (
    <div className="map-frame">
      <div ref={container} className="map" role="application" aria-label={t.map.map} tabIndex={0} />
      {notes.length === 0 ? null : (
        <p className="map-note" role="status">
          {notes.join(' ')}
        </p>
      )}
    </div>
  );
}

/** Outlines of photos are drawn for one flight alone. */
function noTilesText({ footprints }: LeafletMapProps, t: Texts): string {
  return footprints.length === 0 ? t.map.noTiles : t.map.noTilesButOutlines;
}

function makeMap(container: HTMLElement): L.Map {
  // Zooming without animation: the canvas is drawn for the new view at once, and nothing moves for those it makes ill.
  const map = L.map(container, {
    zoomAnimation: false,
    fadeAnimation: false,
    maxZoom: 22,
    // The whole earth on a phone: flights of two continents are seen together.
    minZoom: 0,
    zoomControl: false,
  });
  L.control.zoom({ position: 'topright' }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix('');
  map.setView([56, 10.5], 7);
  return map;
}

function listen(map: L.Map, canvas: SightingCanvas, latest: RefObject<LeafletMapProps>): void {
  map.on('moveend', () => latest.current.onView(viewOf(map)));
  map.on('click', ({ containerPoint }) => {
    const hit: Point | Cluster | undefined = canvas.hit(containerPoint);
    if (hit === undefined) return;
    if ('clusterId' in hit)
      map.setView([hit.lat, hit.lon], Math.min(22, Math.max(map.getZoom() + 1, hit.expansionZoom)));
    else latest.current.onSighting(hit);
  });
  map.on('mousemove', ({ containerPoint }) => {
    map.getContainer().classList.toggle('on-sighting', canvas.hit(containerPoint) !== undefined);
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => canvas.redraw());
}

/** The view with a margin, so that a little move asks for nothing new; rounded, so that equal views are equal. */
function viewOf(map: L.Map): ViewInput {
  const bounds = map.getBounds().pad(0.2);
  return {
    west: Math.max(-180, round(bounds.getWest())),
    south: Math.max(-90, round(bounds.getSouth())),
    east: Math.min(180, round(bounds.getEast())),
    north: Math.min(90, round(bounds.getNorth())),
    zoom: Math.min(22, Math.round(map.getZoom())),
  };
}

function round(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

function useBounds(map: L.Map | undefined, { bounds, onView }: LeafletMapProps): void {
  const key = bounds === undefined ? '' : JSON.stringify(bounds);
  const view = useRef(onView);
  view.current = onView;
  useEffect(() => {
    if (map === undefined || key === '') return;
    const { west, south, east, north } = JSON.parse(key) as Bounds;
    map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      { maxZoom: 20, animate: false, padding: [24, 24] },
    );
    view.current(viewOf(map));
  }, [map, key]);
}

/** Shows the ground; tells when its pictures do not come. */
function useTiles(map: L.Map | undefined, tiles: LeafletMapProps['tiles']): boolean {
  const [dead, setDead] = useState(false);
  const url = tiles?.url;
  const attribution = tiles?.attribution;
  useEffect(() => {
    if (map === undefined || url === undefined) return undefined;
    const layer = L.tileLayer(url, {
      attribution: attribution ?? '',
      maxNativeZoom: 19,
      maxZoom: 22,
      referrerPolicy: 'strict-origin-when-cross-origin',
    });
    layer.on('tileerror', () => setDead(true));
    layer.on('tileload', () => setDead(false));
    layer.addTo(map);
    return () => void layer.remove();
  }, [map, url, attribution]);
  return dead;
}

function useFootprints(map: L.Map | undefined, footprints: LeafletMapProps['footprints']): void {
  useEffect(() => {
    if (map === undefined || footprints.length === 0) return undefined;
    const layer = L.layerGroup(
      footprints.map((ring) => L.polygon([...ring], { className: 'footprint', interactive: false })),
    );
    layer.addTo(map);
    return () => void layer.remove();
  }, [map, footprints]);
}

function coloursOf(element: HTMLElement): MapColours {
  const style = getComputedStyle(element);
  // Custom properties hold light-dark(...), which a canvas does not know: read them through a real property.
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color || style.color;
  };
  const colours: MapColours = {
    bands: { CERTAIN: colour('certain'), PROBABLE: colour('probable'), POSSIBLE: colour('possible') },
    edge: colour('pin-edge'),
    ink: colour('ink'),
    paper: colour('paper'),
    soft: colour('soft'),
  };
  probe.remove();
  return colours;
}
