import type { ReactNode } from 'react';
import type { RunLine } from '../api/operations.generated.ts';
import { useTexts } from '../texts/use-texts.ts';

/** How far the work on a flight is: photos tiled, scored, set aside, how fast, and how long it will take. */
export function RunProgress({ run }: { readonly run: RunLine }): ReactNode {
  const { t, f } = useTexts();
  const { progress } = run;
  const texts = t.flightTexts;
  // Scoring comes after tiling; each is half of the way.
  const done = (progress.tiled + progress.scored + 2 * (progress.quarantined + progress.failed)) / 2;
  const share = progress.photos === 0 ? 0 : Math.min(1, done / progress.photos);
  const counts = [
    [texts.tiled, progress.tiled],
    [texts.scored, progress.scored],
    [texts.quarantined, progress.quarantined],
    [texts.failed, progress.failed],
  ] as const;
  return (
    <div className="progress">
      <p className="row progress-line">
        <strong>
          {progress.stage === null
            ? texts.statuses[run.status]
            : (texts.stages[progress.stage] ?? progress.stage)}
        </strong>
        <span className="soft">
          {[
            progress.photosPerMinute === null ? undefined : texts.rate(f.count(progress.photosPerMinute)),
            progress.secondsLeft === null ? undefined : texts.left(f.duration(progress.secondsLeft * 1000)),
          ]
            .filter((part) => part !== undefined)
            .join(', ')}
        </span>
      </p>
      <div
        className="bar"
        role="progressbar"
        aria-label={texts.progress(Math.floor(done), progress.photos, f)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className="small soft progress-line">
        {texts.photos(progress.photos, f)}:{' '}
        {counts
          .filter(([, count], i) => i < 2 || count > 0)
          .map(([word, count]) => `${f.count(count)} ${word}`)
          .join(' · ')}
      </p>
    </div>
  );
}
