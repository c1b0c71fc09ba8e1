/** Where the console may load from beside its own server. */
export interface ConsoleSources {
  /** Origins of map tiles, e.g. `https://tile.openstreetmap.org`. */
  readonly mapTiles: readonly string[];
  /** Origins that hold photos and take uploads. */
  readonly objects: readonly string[];
  /** Origins of sign-in. */
  readonly signIn: readonly string[];
}

/**
 * The Content-Security-Policy of the console: no inline script, no foreign script, no plug-in, no frame.
 * Source: https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy({ mapTiles, objects, signIn }: ConsoleSources): string {
  const own = "'self'";
  const directives: readonly (readonly [string, readonly string[]])[] = [
    ['default-src', [own]],
    ['script-src', [own]],
    ['style-src', [own]],
    // Photos that are checked before an upload are shown from memory.
    ['img-src', [own, 'data:', 'blob:', ...objects, ...mapTiles]],
    ['font-src', [own]],
    ['connect-src', [own, ...objects, ...signIn]],
    ['worker-src', [own, 'blob:']],
    ['manifest-src', [own]],
    ['object-src', ["'none'"]],
    ['base-uri', ["'none'"]],
    ['form-action', [own]],
    ['frame-ancestors', ["'none'"]],
  ];
  return directives.map(([name, sources]) => `${name} ${sources.join(' ')}`).join('; ');
}

/** Origin of the map tiles that the console shows unless it is told others. */
export const usualMapTiles = 'https://tile.openstreetmap.org';
