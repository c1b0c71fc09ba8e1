import type { Look } from '../look.ts';
import { createCanvas } from '../paint/canvas.ts';
import { lightOf, type Easel } from '../paint/light.ts';
import { toTexture, type Texture } from '../paint/texture.ts';
import { createRandom, hashInts, hashText } from '../random.ts';

/** A painted thing that lies flat on the ground, its middle at the place where it stands. */
export interface Sprite {
  readonly texture: Texture;
  /** Side of the square in metres. */
  readonly sizeM: number;
}

/** How one kind of thing is painted. */
export interface SpriteRecipe {
  readonly name: string;
  /** Different pictures of the kind. */
  readonly variants: number;
  /** Side of the square, with room for the shadow. */
  readonly sizeM: number;
  readonly paint: (easel: Easel) => void;
}

export interface SpriteContext {
  readonly seed: number;
  readonly look: Look;
  /** Size of the finest texel. */
  readonly texelM: number;
}

/** No sprite is painted larger than this: a tree is painted coarser than a leaf. */
const largestPx = 1024;

/** All variants of a recipe; the picture depends on seed, name and variant alone. */
export function paintSprites(recipe: SpriteRecipe, context: SpriteContext): Sprite[] {
  const texelM = Math.max(context.texelM, recipe.sizeM / largestPx);
  const light = lightOf(context.look);
  return Array.from({ length: recipe.variants }, (_, variant) => {
    const canvas = createCanvas(recipe.sizeM, texelM);
    const random = createRandom(hashInts(context.seed, hashText(recipe.name), variant));
    recipe.paint({ canvas, light, random, look: context.look });
    return { texture: toTexture(canvas), sizeM: canvas.sizePx * texelM };
  });
}
