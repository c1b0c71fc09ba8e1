import type { SpriteKind } from './sprites/library.ts';

/** One thing in its place: a picture of a kind, turned, scaled and toned. */
export interface Stamp {
  readonly kind: SpriteKind;
  readonly variant: number;
  readonly eastM: number;
  readonly northM: number;
  /** Counter-clockwise turn in radians; kept small, since the light is painted in. */
  readonly turnRad: number;
  readonly scale: number;
  /** Brightness, 0 (black) to 1 (as painted). */
  readonly tone: number;
}
