/**
 * The service worker: after one visit the console opens without a connection, and pictures that were seen or fetched
 * ahead are still there. Only files of the console and pictures are kept; questions to the server never are.
 */
interface WorkerScope {
  readonly caches: CacheStorage;
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'message',
    listener: (event: { readonly data: unknown; waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    listener: (event: {
      readonly request: Request;
      respondWith(answer: Promise<Response>): void;
      waitUntil(work: Promise<unknown>): void;
    }) => void,
  ): void;
}

const filesCache = 'umbel-files-1';
const picturesCache = 'umbel-pictures-1';
/** Some 100 MB of tiles at most; the oldest go first. */
const mostPictures = 600;

const scope = Object(globalThis) as WorkerScope;

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('message', (event) => {
  const { data } = event;
  if (Array.isArray(data)) event.waitUntil(keepFiles(data.filter((path) => typeof path === 'string')));
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(freshPage(request));
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/umbel.svg')
    event.respondWith(keptFile(request));
  else if (request.destination === 'image') event.respondWith(keptPicture(request, url));
});

/** Keeps what the page had loaded before this worker was there. */
async function keepFiles(paths: readonly string[]): Promise<void> {
  const cache = await scope.caches.open(filesCache);
  for (const path of ['/', ...paths]) if ((await cache.match(path)) === undefined) await cache.add(path);
}

/** The page from the server; without one the page of the last visit. Every address is the same page. */
async function freshPage(request: Request): Promise<Response> {
  const cache = await scope.caches.open(filesCache);
  try {
    const response = await fetch(request);
    if (response.ok && response.headers.get('content-type')?.startsWith('text/html') === true)
      await cache.put('/', response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match('/');
    if (kept === undefined) throw error;
    return kept;
  }
}

/** A file whose name holds a hash of its content: once fetched, it never changes. */
async function keptFile(request: Request): Promise<Response> {
  const cache = await scope.caches.open(filesCache);
  const kept = await cache.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/** A picture from the server; without one the picture that was seen before. Signatures in addresses change, paths do not. */
async function keptPicture(request: Request, url: URL): Promise<Response> {
  const cache = await scope.caches.open(picturesCache);
  try {
    const response = await fetch(request);
    if (response.ok) {
      await cache.put(url.pathname, response.clone());
      await trim(cache);
    }
    return response;
  } catch (error) {
    const kept = await cache.match(url.pathname);
    if (kept === undefined) throw error;
    return kept;
  }
}

let puts = 0;

async function trim(cache: Cache): Promise<void> {
  if (++puts % 50 !== 0) return;
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - mostPictures))) await cache.delete(key);
}
