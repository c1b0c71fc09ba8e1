import { useState, type ReactNode } from 'react';
import { flightIdFrom, flightTitleFrom, maxTitleLength } from '#core/flight/flight-name.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { CheckedFolderProps } from './checked-folder.tsx';
import { unfinishedOf } from './unfinished.ts';

/** What a pilot says of a flight: its name, and what the photos do not say themselves. */
export function DetailFields({
  folder,
  photos,
  disabled,
  problem,
}: CheckedFolderProps & { readonly disabled: boolean; readonly problem: boolean }): ReactNode {
  const { t } = useTexts();
  const before = unfinishedOf(folder.name);
  const [flightId, setFlightId] = useState(before?.flightId ?? flightIdFrom(folder.name));
  const needsHeight = photos.some(({ remarks }) => remarks.includes('no-height'));
  const texts = t.upload;
  return (
    <fieldset disabled={disabled} className="details">
      <legend className="visually-hidden">{texts.details}</legend>
      <div className="field">
        <label htmlFor="flight-title">{texts.flightTitle}</label>
        <input
          id="flight-title"
          name="title"
          maxLength={maxTitleLength}
          defaultValue={before?.title ?? flightTitleFrom(folder.name)}
        />
      </div>
      <div className="field">
        <label htmlFor="flight-id">{texts.flightId}</label>
        <input
          id="flight-id"
          name="flightId"
          value={flightId}
          maxLength={48}
          aria-invalid={problem}
          aria-describedby="flight-id-why"
          onChange={(event) => setFlightId(event.target.value)}
        />
        <span id="flight-id-why" className={problem ? 'field-problem' : 'small soft'}>
          {texts.flightIdWhy}
        </span>
      </div>
      <div className="field">
        <label htmlFor="operator">{texts.operator}</label>
        <input id="operator" name="operator" maxLength={200} defaultValue={before?.operator} />
      </div>
      {needsHeight ? (
        <div className="field">
          <label htmlFor="height">{texts.height}</label>
          <input
            id="height"
            name="height"
            inputMode="decimal"
            aria-describedby="height-why"
            defaultValue={before?.height}
          />
          <span id="height-why" className="small soft">
            {texts.heightWhy}
          </span>
        </div>
      ) : null}
      <div className="field wide">
        <label htmlFor="notes">{texts.notes}</label>
        <textarea id="notes" name="notes" rows={2} maxLength={4000} defaultValue={before?.notes} />
      </div>
    </fieldset>
  );
}
