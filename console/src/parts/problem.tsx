import type { ReactNode } from 'react';
import { UmbelError } from '#core/errors.ts';
import { isOffline, paramsOf } from '../api/request.ts';
import { describeCode } from './coded.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

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
      <p>{describe(error, t)}</p>
      {onRetry === undefined ? null : (
        <button type="button" onClick={onRetry}>
          {t.retry}
        </button>
      )}
    </div>
  );
}

/** A problem as one or two sentences, in the reader's language where its code is known. */
export function describe(error: unknown, t: Texts): string {
  if (isOffline(error)) return t.problemOffline;
  // What nobody foresaw says nothing to a reader; what it was stands in the browser's own log.
  if (!(error instanceof UmbelError)) return t.codes['api.internal']!;
  if (error.kind === 'configuration' && error.code !== 'identity.ended') return t.codes['api.forbidden']!;
  return describeCode({ code: error.code, params: paramsOf(error) }, t) ?? sentences(error);
}

function sentences({ message, hint }: UmbelError): string {
  return hint === undefined ? message : `${message} ${hint}`;
}
