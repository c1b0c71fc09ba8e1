import type { Rgb } from '../look.ts';
import { paintCrown, paintCrownShadow, paintElder } from './crowns.ts';
import { paintCowParsley, paintSmallFlowers, paintStones } from './flowers.ts';
import { paintBurdock, paintDock, paintNettles, paintTuft } from './herbs.ts';
import { paintFlowering, paintRosette } from './hogweed.ts';
import { paintSprites, type Sprite, type SpriteContext, type SpriteRecipe } from './sprite.ts';

const white: Rgb = [240, 240, 236];
const yellow: Rgb = [226, 196, 30];

/** Every kind of thing that stands in the landscape. */
const recipes = {
  flowering: { variants: 12, sizeM: 3.8, paint: paintFlowering },
  rosette: { variants: 12, sizeM: 2, paint: paintRosette },
  tuft: { variants: 8, sizeM: 1, paint: (easel) => paintTuft(easel, 0.38) },
  dock: { variants: 6, sizeM: 1, paint: paintDock },
  nettles: { variants: 5, sizeM: 1.4, paint: (easel) => paintNettles(easel, 0.55) },
  burdock: { variants: 6, sizeM: 1.6, paint: paintBurdock },
  cowParsley: { variants: 8, sizeM: 1.6, paint: paintCowParsley },
  daisies: { variants: 5, sizeM: 0.9, paint: (easel) => paintSmallFlowers(easel, white, yellow) },
  buttercups: { variants: 5, sizeM: 0.9, paint: (easel) => paintSmallFlowers(easel, yellow, yellow) },
  stones: { variants: 6, sizeM: 1, paint: paintStones },
  elder: { variants: 3, sizeM: 3.2, paint: (easel) => paintElder(easel, 1.45) },
  bush: {
    variants: 4,
    sizeM: 3.4,
    paint: (easel) =>
      paintCrown(easel, { radiusM: 1.5, color: bushColor(easel.random.next()), clumpM: 0.3, leafM: 0.055 }),
  },
  tree: {
    variants: 4,
    sizeM: 8.4,
    paint: (easel) =>
      paintCrown(easel, { radiusM: 4, color: bushColor(easel.random.next()), clumpM: 0.62, leafM: 0.1 }),
  },
  crownShadow: { variants: 3, sizeM: 2.4, paint: paintCrownShadow },
} as const satisfies Record<string, Omit<SpriteRecipe, 'name'>>;

export type SpriteKind = keyof typeof recipes;

export type SpriteLibrary = Readonly<Record<SpriteKind, readonly Sprite[]>>;

/** How many pictures there are of a kind. */
export function variantsOf(kind: SpriteKind): number {
  return recipes[kind].variants;
}

/** All sprites of a scene, painted. */
export function paintLibrary(context: SpriteContext): SpriteLibrary {
  const paint = (name: SpriteKind): Sprite[] => paintSprites({ name, ...recipes[name] }, context);
  return {
    flowering: paint('flowering'),
    rosette: paint('rosette'),
    tuft: paint('tuft'),
    dock: paint('dock'),
    nettles: paint('nettles'),
    burdock: paint('burdock'),
    cowParsley: paint('cowParsley'),
    daisies: paint('daisies'),
    buttercups: paint('buttercups'),
    stones: paint('stones'),
    elder: paint('elder'),
    bush: paint('bush'),
    tree: paint('tree'),
    crownShadow: paint('crownShadow'),
  };
}

/** Somewhere between the dark green of alder and the grey-green of willow. */
function bushColor(t: number): Rgb {
  return [70 + 34 * t, 104 + 26 * t, 48 + 22 * t];
}
