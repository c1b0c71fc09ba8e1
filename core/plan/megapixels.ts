import type { PlannedCamera } from './cameras.ts';

/** Millions of pixels of a camera's photo. */
export function camerasMegapixels({ widthPx, heightPx }: PlannedCamera): number {
  return (widthPx * heightPx) / 1e6;
}
