import type { ReactNode } from 'react';
import { UmbelError } from '#core/errors.ts';
import { isOffline } from '../api/request.ts';
import { useTexts } from '../texts/use-texts.ts';

/** What went wrong and what to do, in plain words. */
export function Problem({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}): ReactNode {
  const { t } = useTexts();
  const offline = isOffline(error);
  return (
    <div className="problem" role="alert">
      <p>
        <strong>{offline ? t.offline : t.problem}</strong>
      </p>
      <p>{offline ? t.problemOffline : describe(error, t.notAllowed)}</p>
      {onRetry === undefined ? null : (
        <button type="button" onClick={onRetry}>
          {t.retry}
        </button>
      )}
    </div>
  );
}

/** A problem as one or two sentences. */
export function describe(error: unknown, notAllowed: string): string {
  if (!(error instanceof UmbelError)) return error instanceof Error ? error.message : String(error);
  if (error.details['errorType'] === 'FORBIDDEN') return notAllowed;
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}
