import type { ReactNode } from 'react';
import { flights } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { flightName } from '../flights/flight-name.ts';
import { Pin } from '../parts/pin.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { allBands, allMarks, allReviews, type MapFilter } from './filter.ts';

export interface FilterProps {
  readonly filter: MapFilter;
  readonly onFilter: (filter: MapFilter) => void;
}

/** Flight, bands, answers, crews' marks and dates; the bands are the legend of the map at the same time. */
export function FilterPanel({ filter, onFilter }: FilterProps): ReactNode {
  const { t } = useTexts();
  return (
    <section aria-label={t.map.filters}>
      <FlightField filter={filter} onFilter={onFilter} />
      <fieldset>
        <legend>{t.map.bands}</legend>
        {allBands.map((band) => {
          const name = band.toLowerCase() as Lowercase<typeof band>;
          return (
            <label key={band} className="line">
              <input
                type="checkbox"
                checked={filter.bands.includes(band)}
                onChange={() => onFilter({ ...filter, bands: toggled(filter.bands, band, allBands) })}
              />
              <Pin band={name} /> {t.bands[name]} <span className="soft small">{t.map.bandRanges[name]}</span>
            </label>
          );
        })}
      </fieldset>
      <details>
        <summary>{t.map.moreFilters}</summary>
        <div className="two">
          <fieldset>
            <legend>{t.map.reviews}</legend>
            {allReviews.map((review) => (
              <label key={review} className="line">
                <input
                  type="checkbox"
                  checked={filter.reviews.includes(review)}
                  onChange={() =>
                    onFilter({ ...filter, reviews: toggled(filter.reviews, review, allReviews) })
                  }
                />
                {t.reviewStates[review.toLowerCase() as Lowercase<typeof review>]}
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend>{t.map.crew}</legend>
            {allMarks.map((mark) => (
              <label key={mark} className="line">
                <input
                  type="checkbox"
                  checked={filter.marks.includes(mark)}
                  onChange={() => onFilter({ ...filter, marks: toggled(filter.marks, mark, allMarks) })}
                />
                {t.map.marks[mark]}
              </label>
            ))}
          </fieldset>
        </div>
        <DateFields filter={filter} onFilter={onFilter} />
      </details>
    </section>
  );
}

function FlightField({ filter, onFilter }: FilterProps): ReactNode {
  const { t } = useTexts();
  const { data } = useAnswer('flights', flights, { first: 200 });
  const choose = (flightId: string) => {
    const { flightId: _, ...rest } = filter;
    onFilter(flightId === '' ? rest : { ...rest, flightId });
  };
  return (
    <div className="field">
      <label htmlFor="map-flight">{t.review.whichFlight}</label>
      <select id="map-flight" value={filter.flightId ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">{t.review.allFlights}</option>
        {data?.flights.items.map((flight) => (
          <option key={flight.flightId} value={flight.flightId}>
            {flightName(flight)}
          </option>
        ))}
      </select>
    </div>
  );
}

function DateFields({ filter, onFilter }: FilterProps): ReactNode {
  const { t } = useTexts();
  const set = (key: 'from' | 'to', value: string) => {
    const { [key]: _, ...rest } = filter;
    onFilter(value === '' ? rest : { ...rest, [key]: value });
  };
  return (
    <div className="two">
      {(['from', 'to'] as const).map((key) => (
        <div key={key} className="field">
          <label htmlFor={`map-${key}`}>{t.map.taken[key]}</label>
          <input
            id={`map-${key}`}
            type="date"
            value={filter[key] ?? ''}
            onChange={(event) => set(key, event.target.value)}
          />
        </div>
      ))}
    </div>
  );
}

function toggled<Name>(list: readonly Name[], name: Name, all: readonly Name[]): readonly Name[] {
  return all.filter((each) => (each === name ? !list.includes(each) : list.includes(each)));
}
