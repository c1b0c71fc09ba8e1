import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import type { CheckedFolderProps } from './checked-folder.tsx';

/** What a look at the photos found: how many are good, which stay here and why, what is worth knowing. */
export function CheckResult({ folder, photos }: CheckedFolderProps): ReactNode {
  const { t, f } = useTexts();
  const texts = t.upload;
  const bad = photos.filter(({ fault }) => fault !== undefined);
  const good = photos.filter(({ fault }) => fault === undefined);
  // What is there twice counts once: here, as on the page of the flight.
  const counted = good.filter((photo) => !photo.remarks.includes('duplicate'));
  const bytes = counted.reduce((sum, { file }) => sum + file.size, 0);
  const remarks = Map.groupBy(
    good.flatMap((photo) => photo.remarks.map((remark) => ({ remark, name: photo.name }))),
    ({ remark }) => remark,
  );
  return (
    <section className="card">
      <h2>{texts.looked(f.count(photos.length))}</h2>
      <p>
        {good.length === 0 ? texts.noneGood : texts.good(f.count(counted.length), f.size(bytes))}
        {folder.others.length === 0 ? null : ` ${texts.others(f.count(folder.others.length))}`}
      </p>
      {bad.length === 0 ? null : (
        <div className="problem">
          <p>
            <strong>{texts.bad(bad.length)}</strong>
          </p>
          <ul className="bad-photos">
            {bad.slice(0, 50).map(({ name, fault }) => (
              <li key={name}>
                <strong>{name}</strong>: {texts.faults[fault!]}
              </li>
            ))}
          </ul>
        </div>
      )}
      {remarks.size === 0 ? null : (
        <ul className="remarks">
          {[...remarks].map(([remark, names]) => (
            <li key={remark}>
              {texts.remarks[remark](f.count(names.length))}
              <span className="small soft">
                {' '}
                {names
                  .slice(0, 3)
                  .map(({ name }) => name)
                  .join(', ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
