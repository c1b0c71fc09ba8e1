/** Lets the console open without a connection from the second visit on; where that is impossible, all else works. */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.register('/offline-worker.js').catch(() => undefined);
}
