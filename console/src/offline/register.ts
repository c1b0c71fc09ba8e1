/** Lets the console open without a connection from now on; where that is impossible, all else works. */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  void navigator.serviceWorker
    .register('/offline-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage(loadedFiles()))
    // Private windows refuse to keep anything.
    .catch(() => undefined);
}

/** Paths of the scripts and style sheets that this page has loaded. */
function loadedFiles(): string[] {
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(
      ({ origin, pathname }) =>
        origin === window.location.origin && /^\/(assets\/|umbel\.svg)/.test(pathname),
    )
    .map(({ pathname }) => pathname);
}
