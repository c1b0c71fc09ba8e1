import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import {
  confidenceFigures,
  flight as flightDocument,
  saveThreshold,
  type FlightLine,
} from '../api/operations.generated.ts';
import { queryClient } from '../api/query-client.ts';
import { request } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useAbilities } from '../app/use-me.ts';
import { newKey } from '../desk/new-key.ts';
import { describe } from '../parts/problem.tsx';
import type { Formats } from '../texts/formats.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import type { FilterProps } from './filter-panel.tsx';
import { toSightingFilter, type MapFilter } from './filter.ts';
import { askedFrom, keptFrom, shownFrom, type FigureBin, type Kept } from './threshold-figures.ts';

/** From which confidence on sightings are shown: a slider that says at once what it would keep, before anything is saved. */
export function ThresholdPanel({ filter, onFilter }: FilterProps): ReactNode {
  const { t, f } = useTexts();
  const { marks } = useAbilities();
  const [moving, setMoving] = useState<number>();
  const { confidenceFrom, ...rest } = filter;
  const flight = useAnswer(
    'flight',
    flightDocument,
    { flightId: filter.flightId ?? '' },
    { enabled: filter.flightId !== undefined },
  ).data?.flight;
  const saved = flight?.threshold ?? undefined;
  const threshold = shownFrom({ moving, confidenceFrom, saved });
  const figures = useKept(filter, threshold, moving === undefined);
  const settle = () => {
    if (moving === undefined) return;
    onFilter({ ...rest, ...askedFrom(moving, filter.flightId === undefined ? undefined : (saved ?? 0)) });
    setMoving(undefined);
  };
  // Of all flights together each may have a threshold of its own: no one number says them all.
  const each = filter.flightId === undefined && figures.withheld;
  return (
    <section>
      <p className="map-total" role="status">
        {keptText(figures, t, f)}
      </p>
      <div className="field">
        <label htmlFor="threshold">
          {each ? t.map.thresholdEach : t.map.threshold(f.percent(threshold))}
        </label>
        <input
          id="threshold"
          type="range"
          min={0}
          max={0.95}
          step={0.05}
          value={threshold}
          aria-valuetext={each ? t.map.thresholdEach : f.percent(threshold)}
          onChange={(event) => setMoving(Number(event.target.value))}
          onPointerUp={settle}
          onKeyUp={settle}
          onBlur={settle}
        />
        <span className="small soft">
          {figures.all === undefined ? null : `${allText(figures.all, t, f)}. `}
          {t.map.keptWhy}
        </span>
      </div>
      {filter.flightId === undefined && confidenceFrom !== undefined ? (
        <button type="button" className="quiet" onClick={() => onFilter(rest)}>
          {t.map.thresholdEach}
        </button>
      ) : null}
      {flight == null || !marks ? null : <SaveThreshold flight={flight} threshold={threshold} />}
    </section>
  );
}

/** What is shown and what there is in all; undefined what nobody has said yet. */
interface KeptFigures {
  readonly kept: Kept | undefined;
  readonly all: Kept | undefined;
  readonly isError: boolean;
  /** Whether thresholds that are saved hold something back. */
  readonly withheld: boolean;
}

function keptText({ kept, isError }: KeptFigures, t: Texts, f: Formats): string {
  if (kept === undefined) return isError ? t.notNow : t.loading;
  return t.map.kept(f.count(kept.sightings), f.hectares(kept.areaM2));
}

function allText(all: Kept, t: Texts, f: Formats): string {
  return t.map.keptOf(f.count(all.sightings), f.hectares(all.areaM2));
}

/** @param settled whether the slider rests: with nothing in the address, the thresholds count that are saved */
function useKept(filter: MapFilter, threshold: number, settled: boolean): KeptFigures {
  const { confidenceFrom, ...rest } = filter;
  const asSaved = settled && confidenceFrom === undefined;
  const bins = useFigures(rest);
  const confirmed = useFigures(
    { ...rest, reviews: ['CONFIRMED'] },
    { asked: rest.reviews.includes('CONFIRMED') },
  );
  const shown = useFigures(rest, { saved: true, asked: asSaved });
  const all = bins.data && keptFrom(bins.data, [], 0);
  const kept = asSaved
    ? shown.data && keptFrom(shown.data, [], 0)
    : bins.data && confirmed.data && keptFrom(bins.data, confirmed.data, threshold);
  return {
    kept,
    all,
    isError: bins.isError || confirmed.isError || shown.isError,
    withheld: asSaved && kept !== undefined && all !== undefined && kept.sightings < all.sightings,
  };
}

/**
 * Sightings and ground by confidence: undefined before they are known, none where they are not asked for.
 * @param options.saved only what the thresholds keep that are saved for the flights
 */
function useFigures(
  filter: MapFilter,
  { saved = false, asked = true }: { readonly saved?: boolean; readonly asked?: boolean } = {},
): { readonly data: readonly FigureBin[] | undefined; readonly isError: boolean } {
  const { data, isError } = useAnswer(
    'figures',
    confidenceFigures,
    { filter: toSightingFilter(filter), saved },
    { keep: true, enabled: asked },
  );
  return asked ? { data: data?.confidenceFigures, isError } : { data: [], isError: false };
}

/** What a saved threshold changes: what the map and its list hold, and what the flight says of itself. */
function showAnew(): Promise<void> {
  const changed: ReadonlySet<unknown> = new Set(['flight', 'flights', 'in-view', 'sightings', 'figures']);
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => changed.has(queryKey[0]) });
}

function SaveThreshold({
  flight,
  threshold,
}: {
  readonly flight: FlightLine;
  readonly threshold: number;
}): ReactNode {
  const { t, f } = useTexts();
  const save = useMutation({
    mutationFn: (value: number | null) =>
      request(saveThreshold, {
        input: {
          flightId: flight.flightId,
          threshold: value,
          expectedVersion: flight.version,
          idempotencyKey: newKey(),
        },
      }),
    onSettled: showAnew,
  });
  return (
    <>
      <p className="small soft">
        {flight.threshold === null ? t.map.savedNone : t.map.saved(f.percent(flight.threshold))}{' '}
        {t.map.saveWhy}
      </p>
      <div className="row">
        <button
          type="button"
          disabled={save.isPending || threshold === 0 || threshold === flight.threshold}
          onClick={() => save.mutate(threshold)}
        >
          {t.map.saveThreshold(f.percent(threshold))}
        </button>
        {flight.threshold === null ? null : (
          <button type="button" className="quiet" onClick={() => save.mutate(null)}>
            {t.map.forgetThreshold}
          </button>
        )}
      </div>
      <p role="status" className="small">
        {save.isError ? describe(save.error, t) : null}
      </p>
    </>
  );
}
