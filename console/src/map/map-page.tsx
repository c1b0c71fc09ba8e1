import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import {
  flights,
  settings,
  sighting as sightingDocument,
  sightingsInView,
  type FlightLine,
  type Point,
  type SightingFull,
  type ViewInput,
} from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { links } from '../app/links.ts';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { ExportPanel } from './export-panel.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { passesMarks, readFilter, toSightingFilter, writeFilter, type MapFilter } from './filter.ts';
import { LeafletMap, type Bounds } from './leaflet-map.tsx';
import { SightingList } from './sighting-list.tsx';
import { SightingPanel } from './sighting-panel.tsx';
import { ThresholdPanel } from './threshold-panel.tsx';
import { useFootprintRings } from './use-footprints.ts';
import './map.css';

/** Which sighting is open, where the address names one. */
export interface MapPageProps {
  readonly open?: { readonly flightId: string; readonly sightingId: string };
}

/** The map of all sightings with its filters, or of one sighting by its permanent link. */
export function MapPage({ open }: MapPageProps): ReactNode {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const [, navigate] = useLocation();
  const filter = useMemo(() => readFilter(search), [search]);
  const setFilter = (next: MapFilter) => setSearch(writeFilter(next), { replace: true });
  const choose = useCallback(
    ({ flightId, sightingId }: { readonly flightId: string; readonly sightingId: string }) =>
      navigate(`${links.sighting(flightId, sightingId)}${window.location.search}`),
    [navigate],
  );
  return (
    <Page title={t.map.title} className="map-page">
      <MapPart filter={filter} open={open} at={search.get('at')} onSighting={choose} />
      <div className="map-side">
        {open === undefined ? (
          <>
            <FilterPanel filter={filter} onFilter={setFilter} />
            <ThresholdPanel filter={filter} onFilter={setFilter} />
            <SightingList filter={filter} onSighting={choose} />
            <ExportPanel filter={filter} />
          </>
        ) : (
          <SightingPanel
            key={open.sightingId}
            {...open}
            onClose={() => navigate(`${links.map}${window.location.search}`)}
          />
        )}
      </div>
    </Page>
  );
}

function MapPart({
  filter,
  open,
  at,
  onSighting,
}: {
  readonly filter: MapFilter;
  readonly open: MapPageProps['open'];
  readonly at: string | null;
  readonly onSighting: (point: Point) => void;
}): ReactNode {
  const [view, setView] = useState<ViewInput>();
  const bounds = useMapBounds(filter, open, at);
  const tiles = useTilesSetting();
  const footprints = useFootprintRings(filter.flightId ?? open?.flightId);
  const { t } = useTexts();
  const { data, isError } = useAnswer(
    'in-view',
    sightingsInView,
    {
      view: view ?? { west: -180, south: -90, east: 180, north: 90, zoom: 3 },
      filter: toSightingFilter(filter),
    },
    { enabled: view !== undefined, keep: true },
  );
  const found = data?.sightingsInView;
  const opened = useOpened(open);
  const content = useMemo(
    () => ({
      points: withOpened(
        (found?.sightings ?? []).filter((point) => passesMarks(point.mark, filter)),
        opened,
      ),
      clusters: found?.clusters ?? [],
      chosen: open?.sightingId,
      circles: true,
    }),
    [found, open?.sightingId, opened, filter],
  );
  return (
    <LeafletMap
      content={content}
      bounds={bounds}
      tiles={tiles}
      footprints={footprints}
      note={found === undefined && isError ? t.map.notNow : undefined}
      onView={setView}
      onSighting={onSighting}
    />
  );
}

/** Where the map begins: at the open sighting, at a place of the address, at the flight, or around all flights. */
function useMapBounds(filter: MapFilter, open: MapPageProps['open'], at: string | null): Bounds | undefined {
  const list = useAnswer('flights', flights, { first: 200 });
  const opened = useOpened(open);
  const [began] = useState(() => at?.split(',').map(Number));
  const [lat, lon] = began ?? [];
  if (lat !== undefined && lon !== undefined && open === undefined && Number.isFinite(lat + lon))
    return around(lat, lon);
  if (open !== undefined) {
    return opened === undefined ? undefined : around(opened.lat, opened.lon);
  }
  return boundsOf(
    (list.data?.flights.items ?? []).filter(
      (flight) => filter.flightId === undefined || flight.flightId === filter.flightId,
    ),
  );
}

/** The sighting that is open, once it is known. */
function useOpened(open: MapPageProps['open']): SightingFull | undefined {
  const { data } = useAnswer('sighting', sightingDocument, open ?? { flightId: '', sightingId: '' }, {
    enabled: open !== undefined,
  });
  return data?.sighting ?? undefined;
}

/** What is drawn, and always the open sighting: a link to it shows it whatever the filters say. */
function withOpened(points: readonly Point[], opened: SightingFull | undefined): readonly Point[] {
  if (opened === undefined || points.some(({ sightingId }) => sightingId === opened.sightingId))
    return points;
  return [...points, { ...opened, mark: opened.mark?.kind ?? null }];
}

function around(lat: number, lon: number): Bounds {
  return { west: lon - 0.0006, east: lon + 0.0006, south: lat - 0.0003, north: lat + 0.0003 };
}

function boundsOf(items: readonly FlightLine[]): Bounds | undefined {
  const all = items.flatMap(({ bounds }) => bounds ?? []);
  if (all.length === 0) return undefined;
  return {
    west: Math.min(...all.map(({ west }) => west)),
    south: Math.min(...all.map(({ south }) => south)),
    east: Math.max(...all.map(({ east }) => east)),
    north: Math.max(...all.map(({ north }) => north)),
  };
}

function useTilesSetting(): { readonly url: string; readonly attribution: string } | undefined {
  const { data } = useAnswer('settings', settings, {});
  const url = data?.settings.mapTilesUrl;
  const attribution = data?.settings.mapAttribution ?? '';
  return useMemo(() => (url == null ? undefined : { url, attribution }), [url, attribution]);
}
