import type { Look } from '../look.ts';
import { createCanvas, type Canvas } from '../paint/canvas.ts';
import { lightOf, shadeColor, type Easel, type Light } from '../paint/light.ts';
import { toTexture, type Texture } from '../paint/texture.ts';
import { createRandom, hashInts, hashText } from '../random.ts';

/** A square picture of known size on the ground. */
export interface FlatPicture {
  readonly texture: Texture;
  /** Side of the square in metres. */
  readonly sizeM: number;
}

/** A painted thing that lies flat on the ground, its middle at the place where it stands. */
export interface Sprite extends FlatPicture {
  /** Its shadow on the ground, if that is laid apart from it; only alpha counts. */
  readonly shade?: FlatPicture;
}

/** How one kind of thing is painted. */
export interface SpriteRecipe {
  readonly name: string;
  /** Different pictures of the kind. */
  readonly variants: number;
  /** Side of the square. */
  readonly sizeM: number;
  /**
   * `with` = the shadow is part of the picture (low things); `apart` = it is laid before all of its kind, so that it
   * falls on the ground and not on a neighbour's flowers; `none` = the scene casts it (crowns).
   */
  readonly shadow: 'with' | 'apart' | 'none';
  readonly paint: (easel: Easel) => void;
}

export interface SpriteContext {
  readonly seed: number;
  readonly look: Look;
  /** Size of the finest texel. */
  readonly texelM: number;
}

/** No sprite is painted larger than this: a tree is painted coarser than a leaf. */
const largestPx = 768;

/** A shadow apart reaches farther than the thing by this factor, and needs only coarse texels. */
const shadeReach = 1.7;

/** All variants of a recipe; the picture depends on seed, name and variant alone. */
export function paintSprites(recipe: SpriteRecipe, context: SpriteContext): Sprite[] {
  const light = lightOf(context.look);
  return Array.from({ length: recipe.variants }, (_, variant) => {
    const random = createRandom(hashInts(context.seed, hashText(recipe.name), variant));
    const canvas = createCanvas(recipe.sizeM, Math.max(context.texelM, recipe.sizeM / largestPx));
    const shade = shadeCanvas(recipe, canvas);
    recipe.paint({ canvas, shade, light, random, look: context.look });
    if (recipe.shadow === 'with') underlay(canvas, shade, light);
    return {
      ...finished(canvas),
      ...(recipe.shadow === 'apart' ? { shade: finished(shade) } : {}),
    };
  });
}

function shadeCanvas(recipe: SpriteRecipe, canvas: Canvas): Canvas {
  if (recipe.shadow === 'with') return createCanvas(canvas.sizePx * canvas.texelM, canvas.texelM);
  if (recipe.shadow === 'apart') return createCanvas(recipe.sizeM * shadeReach, canvas.texelM * 2);
  return createCanvas(0.01, 1);
}

function finished(canvas: Canvas): FlatPicture {
  return { texture: toTexture(canvas), sizeM: canvas.sizePx * canvas.texelM };
}

/** Lays the shadow under the picture, in place. */
function underlay(canvas: Canvas, shade: Canvas, light: Light): void {
  const { rgba } = canvas;
  for (let at = 0; at < rgba.length; at += 4) {
    const veil = shade.rgba[at + 3]! * light.strength * (1 - rgba[at + 3]!);
    if (veil === 0) continue;
    for (let i = 0; i < 3; i++) rgba[at + i] = rgba[at + i]! + shadeColor[i]! * veil;
    rgba[at + 3] = rgba[at + 3]! + veil;
  }
}
