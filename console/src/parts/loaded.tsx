import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { Problem } from './problem.tsx';

/** What an answer shows once it is there; before that a word of patience, and what went wrong if something did. */
export function Loaded<Result>({
  answer,
  children,
}: {
  readonly answer: UseQueryResult<Result>;
  readonly children: (result: Result) => ReactNode;
}): ReactNode {
  const { t } = useTexts();
  if (answer.data !== undefined) return children(answer.data);
  if (answer.isError) return <Problem error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <p className="soft" role="status">
      {t.loading}
    </p>
  );
}
