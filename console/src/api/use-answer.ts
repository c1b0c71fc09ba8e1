import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { request } from './request.ts';
import type { TypedDocument } from './typed-document.ts';

/** How an answer is kept up to date. */
export interface AnswerOptions {
  readonly enabled?: boolean;
  /** Asked again after so many milliseconds. */
  readonly every?: number | false;
  /** While new variables are asked for, the old answer stays on screen. */
  readonly keep?: boolean;
  /** Asked for again whenever it is shown anew; until then what is kept of it stands there. */
  readonly fresh?: boolean;
}

/**
 * The answer to a question, kept for whoever asks it next.
 * @param key the first word says what it is; `query-client.ts` keeps some words across reloads
 */
export function useAnswer<Result, Variables>(
  key: string,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  { enabled = true, every = false, keep = false, fresh = false }: AnswerOptions = {},
): UseQueryResult<Result> {
  return useQuery({
    queryKey: [key, document.name, variables],
    queryFn: ({ signal }) => request(document, variables, signal),
    enabled,
    refetchInterval: every,
    ...(fresh ? { staleTime: 0 } : {}),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}
