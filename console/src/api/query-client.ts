import { createAsyncStoragePersister } from '@tanstack/query-async-storage-persister';
import { QueryClient } from '@tanstack/react-query';
import type { PersistQueryClientOptions } from '@tanstack/react-query-persist-client';
import { del, get, set } from 'idb-keyval';
import { isOffline } from './request.ts';

const dayMs = 24 * 3600 * 1000;

/** Answers of the server are kept for a week, so that a reload without a connection shows what was there. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 7 * dayMs,
      // A lost connection is told by the browser too late or never: ask, and try again.
      networkMode: 'always',
      retry: (count, error) => isOffline(error) && count < 2,
      retryDelay: (attempt) => 500 * 2 ** attempt,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
});

/** First words of the keys of what is kept across reloads; the rest is cheap to ask for again, or large. */
const keptKeys: ReadonlySet<unknown> = new Set([
  'me',
  'settings',
  'flights',
  'flight',
  'queue',
  'photo-tiles',
]);

export const persistOptions: Omit<PersistQueryClientOptions, 'queryClient'> = {
  persister: createAsyncStoragePersister({
    key: 'umbel.answers',
    throttleTime: 1000,
    storage: {
      getItem: async (key) => (await get<string>(key)) ?? null,
      setItem: (key, value) => set(key, value),
      removeItem: (key) => del(key),
    },
  }),
  maxAge: 7 * dayMs,
  buster: '1',
  dehydrateOptions: {
    shouldDehydrateQuery: ({ queryKey, state }) => state.status === 'success' && keptKeys.has(queryKey[0]),
  },
};
