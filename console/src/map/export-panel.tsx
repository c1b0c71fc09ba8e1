import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { flights, makeExport, settings, type ExportFormat } from '../api/operations.generated.ts';
import { request } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { newKey } from '../desk/new-key.ts';
import { describe } from '../parts/problem.tsx';
import { flightName } from '../flights/flight-name.ts';
import { useTexts } from '../texts/use-texts.ts';
import { allBands, type MapFilter } from './filter.ts';

/** The sightings of a flight as a file, as they are now: answers and marks included. */
export function ExportPanel({ filter }: { readonly filter: MapFilter }): ReactNode {
  const { t, f } = useTexts();
  const formats = useAnswer('settings', settings, {}).data?.settings.exportFormats ?? [];
  const list = useAnswer('flights', flights, { first: 200 }).data?.flights.items ?? [];
  const [chosen, setChosen] = useState<string>();
  const flightId = filter.flightId ?? chosen ?? list[0]?.flightId;
  const [format, setFormat] = useState<ExportFormat>('GEOJSON');
  const make = useMutation({
    mutationFn: () =>
      request(makeExport, {
        input: {
          flightId: flightId ?? '',
          format,
          filter: {
            reviews: filter.reviews,
            ...(filter.bands.length === allBands.length ? {} : { bands: filter.bands }),
            ...(filter.confidenceFrom === undefined ? {} : { confidenceFrom: filter.confidenceFrom }),
          },
          idempotencyKey: newKey(),
        },
      }),
  });
  const file = make.data?.makeExport;
  const kindOf = (each: ExportFormat) => t.flightTexts.fileKinds[each.toLowerCase()] ?? each;
  return (
    <details>
      <summary>{t.map.exports}</summary>
      <p className="small soft">{t.map.exportWhy}</p>
      {filter.flightId === undefined ? (
        <div className="field">
          <label htmlFor="export-flight">{t.review.whichFlight}</label>
          <select
            id="export-flight"
            value={flightId ?? ''}
            onChange={(event) => setChosen(event.target.value)}
          >
            {list.map((flight) => (
              <option key={flight.flightId} value={flight.flightId}>
                {flightName(flight)}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      <div className="field">
        <label htmlFor="export-format">{t.map.format}</label>
        <select
          id="export-format"
          value={format}
          onChange={(event) => setFormat(event.target.value as ExportFormat)}
        >
          {formats.map((each) => (
            <option key={each} value={each}>
              {kindOf(each)}
            </option>
          ))}
        </select>
      </div>
      <button type="button" disabled={flightId === undefined || make.isPending} onClick={() => make.mutate()}>
        {t.map.makeExport}
      </button>
      <p role="status">
        {make.isError ? describe(make.error, t) : null}
        {file === undefined ? null : (
          <a className="button" href={file.url} download={file.name}>
            {t.map.download(kindOf(file.format), f.count(file.sightings))}
          </a>
        )}
      </p>
    </details>
  );
}
