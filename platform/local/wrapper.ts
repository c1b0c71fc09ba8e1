import type { Platform } from '../platform.ts';

/** Puts something between work and its platform. */
export type PlatformWrapper = (platform: Platform) => Platform;

/** Environment variable with the URL of a module that exports a PlatformWrapper as `wrapPlatform`. */
export const wrapperVariable = 'UMBEL_LOCAL_WRAPPER';

/**
 * The wrapper that the embedded cloud was opened with, by default one that adds nothing. Tests bring faults in here: what
 * runs beneath and above it is the product itself.
 */
export async function loadWrapper(): Promise<PlatformWrapper> {
  const url = process.env[wrapperVariable];
  if (url === undefined) return (platform) => platform;
  const module = (await import(url)) as { readonly wrapPlatform: PlatformWrapper };
  return module.wrapPlatform;
}
