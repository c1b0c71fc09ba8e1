import type { Rgb } from '../look.ts';
import { paintBush, paintElder, paintTree } from './crowns.ts';
import { paintCowParsley, paintSmallFlowers, paintStones } from './flowers.ts';
import { paintBurdock, paintDock, paintNettles, paintTuft } from './herbs.ts';
import { paintFlowering, paintRosette } from './hogweed.ts';
import { paintSprites, type Sprite, type SpriteContext, type SpriteRecipe } from './sprite.ts';

const white: Rgb = [240, 240, 236];
const yellow: Rgb = [226, 196, 30];

/** Every kind of thing that stands in the landscape. */
const recipes = {
  flowering: { variants: 14, sizeM: 2.7, shadow: 'apart', paint: paintFlowering },
  rosette: { variants: 14, sizeM: 1.7, shadow: 'apart', paint: paintRosette },
  tuft: { variants: 8, sizeM: 1, shadow: 'with', paint: (easel) => paintTuft(easel, 0.38) },
  dock: { variants: 6, sizeM: 0.9, shadow: 'with', paint: paintDock },
  nettles: { variants: 5, sizeM: 1.4, shadow: 'with', paint: (easel) => paintNettles(easel, 0.55) },
  burdock: { variants: 6, sizeM: 1.5, shadow: 'with', paint: paintBurdock },
  cowParsley: { variants: 10, sizeM: 1.5, shadow: 'with', paint: paintCowParsley },
  daisies: {
    variants: 5,
    sizeM: 0.9,
    shadow: 'with',
    paint: (easel) => paintSmallFlowers(easel, white, yellow),
  },
  buttercups: {
    variants: 5,
    sizeM: 0.9,
    shadow: 'with',
    paint: (easel) => paintSmallFlowers(easel, yellow, yellow),
  },
  stones: { variants: 6, sizeM: 1, shadow: 'with', paint: paintStones },
  elder: { variants: 3, sizeM: 3.1, shadow: 'none', paint: (easel) => paintElder(easel, 1.45) },
  bush: { variants: 4, sizeM: 3.2, shadow: 'none', paint: paintBush },
  tree: { variants: 4, sizeM: 8.3, shadow: 'none', paint: paintTree },
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
  };
}
