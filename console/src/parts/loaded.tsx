import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { Problem } from './problem.tsx';

/** An answer that may not be there: what is not known is never shown as if there were none. */
export type Awaited<Result> = Pick<UseQueryResult<Result>, 'data' | 'isError' | 'error' | 'refetch'>;

/**
 * What an answer shows once it is there; before that a word of patience, and what went wrong if something did.
 * @param small one line in place of the box that says what went wrong: for a part beside others that still work
 */
export function Loaded<Result>({
  answer,
  small = false,
  children,
}: {
  readonly answer: Awaited<Result>;
  readonly small?: boolean;
  readonly children: (result: Result) => ReactNode;
}): ReactNode {
  const { t } = useTexts();
  if (answer.data !== undefined) return children(answer.data);
  if (answer.isError && small)
    return (
      <p className="small soft" role="status">
        {t.notNow}{' '}
        <button type="button" className="quiet" onClick={() => void answer.refetch()}>
          {t.retry}
        </button>
      </p>
    );
  if (answer.isError) return <Problem error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <p className="soft" role="status">
      {t.loading}
    </p>
  );
}
