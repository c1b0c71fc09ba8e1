import { beforeAll, describe, expect, it } from 'vitest';
import { createCanvas } from '#core/simulate/paint/canvas.ts';
import { paintDisc } from '#core/simulate/paint/shapes.ts';
import { toTexture } from '#core/simulate/paint/texture.ts';
import type { Plant } from '#core/simulate/plants.ts';
import { renderPhoto } from '#core/simulate/render/render-photo.ts';
import { renderTileAt } from '#core/simulate/render/render-tile.ts';
import { cameraView, groundToPixel } from '#core/simulate/render/view.ts';
import { makeScene, type Scene } from '#core/simulate/scene.ts';

const camera = { widthPx: 360, heightPx: 240, focalPx: 240 };
const pose = { eastM: 2, northM: -3, heightM: 12, yawDeg: 30, pitchDeg: -89, rollDeg: 0 };

const places = [
  [1, -2],
  [4, -7],
  [-1, -8],
] as const;

let empty: Scene;

beforeAll(() => {
  empty = makeScene({ seed: 21, extentM: 60, season: 'summer', plantsPerHa: 0, wood: 0, texelM: 0.02 });
});

/** The scene with one plant of twice the usual size, and nothing else of its kind. */
function withPlant(eastM: number, northM: number): Scene {
  const plant: Plant = {
    id: 'P0001',
    kind: 'flowering',
    standId: null,
    radiusM: 1.8,
    variant: 0,
    eastM,
    northM,
    turnRad: 0,
    scale: 2,
    tone: 1,
  };
  return { ...empty, plants: [plant] };
}

describe('renderPhoto', () => {
  it('gives the same bytes for the same shot, other noise for another photo', () => {
    const shot = { index: 4, camera, pose };
    const first = renderPhoto(empty, shot).rgb;
    expect(Buffer.compare(first, renderPhoto(empty, shot).rgb)).toBe(0);
    expect(Buffer.compare(first, renderPhoto(empty, { ...shot, index: 5 }).rgb)).not.toBe(0);
  });

  it('shows another meadow for another seed', () => {
    const other = makeScene({
      seed: 22,
      extentM: 60,
      season: 'summer',
      plantsPerHa: 0,
      wood: 0,
      texelM: 0.02,
    });
    const shot = { index: 0, camera, pose };
    expect(meanDifference(renderPhoto(empty, shot).rgb, renderPhoto(other, shot).rgb)).toBeGreaterThan(8);
  });

  it('draws a plant exactly where the geometry puts it, in a tilted photo too', () => {
    const tilted = { ...pose, pitchDeg: -80, yawDeg: -140 };
    const shot = { index: 0, camera, pose: tilted };
    const bare = renderPhoto(empty, shot).rgb;
    // A plain white disc in place of the painted plant has a centre that can be measured.
    const canvas = createCanvas(2, 0.02);
    paintDisc(canvas, [0, 0], 0.16, { color: [255, 255, 255], alpha: 1 });
    const disc = { texture: toTexture(canvas), sizeM: canvas.sizePx * canvas.texelM };
    for (const [eastM, northM] of places) {
      const scene = withPlant(eastM, northM);
      const marked = { ...scene, sprites: { ...scene.sprites, flowering: [disc] } };
      const { u, v } = groundToPixel(cameraView(camera, tilted), eastM, northM);
      const blob = gainCentre(bare, renderPhoto(marked, shot).rgb);
      expect(Math.hypot(blob.u - u, blob.v - v)).toBeLessThan(0.15);
    }
  });

  it('shows a flowering plant as a bright umbel on its true pixel', () => {
    const shot = { index: 0, camera, pose };
    const bare = renderPhoto(empty, shot).rgb;
    for (const [eastM, northM] of places) {
      const { u, v } = groundToPixel(cameraView(camera, pose), eastM, northM);
      const shown = renderPhoto(withPlant(eastM, northM), shot).rgb;
      // The main umbel has a radius of at least 8 px; the leaves end at 36 px.
      expect(meanGain(bare, shown, { u, v, from: 0, to: 7 })).toBeGreaterThan(50);
      expect(meanGain(bare, shown, { u, v, from: 33, to: 48 })).toBeLessThan(6);
    }
  });
});

/** Blue that a pixel has gained, over what noise does: blue tells white flowers from green leaves. */
function gainAt(before: Uint8Array, after: Uint8Array, at: number): number {
  return Math.max(0, after[at * 3 + 2]! - before[at * 3 + 2]! - 40);
}

/** Centre of mass of all that has become much brighter. */
function gainCentre(before: Uint8Array, after: Uint8Array): { u: number; v: number } {
  let [sum, sumU, sumV] = [0, 0, 0];
  for (let at = 0; at < camera.widthPx * camera.heightPx; at++) {
    const gain = gainAt(before, after, at);
    sum += gain;
    sumU += gain * ((at % camera.widthPx) + 0.5);
    sumV += gain * (Math.floor(at / camera.widthPx) + 0.5);
  }
  return { u: sumU / sum, v: sumV / sum };
}

interface Ring {
  readonly u: number;
  readonly v: number;
  /** Inner and outer radius in pixels. */
  readonly from: number;
  readonly to: number;
}

function meanGain(before: Uint8Array, after: Uint8Array, ring: Ring): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at < camera.widthPx * camera.heightPx; at++) {
    const distance = Math.hypot(
      (at % camera.widthPx) + 0.5 - ring.u,
      Math.floor(at / camera.widthPx) + 0.5 - ring.v,
    );
    if (distance < ring.from || distance > ring.to) continue;
    sum += gainAt(before, after, at);
    count += 1;
  }
  return sum / count;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}

describe('renderTileAt', () => {
  it('looks like the same ground in a photo', () => {
    const scene = withPlant(0, 0);
    // Straight down, so that photo and tile differ only in noise, exposure and where rounding falls.
    const level = { eastM: 0.4, northM: 0.3, heightM: 12, yawDeg: 0, pitchDeg: -90, rollDeg: 0 };
    const photo = renderPhoto(scene, { index: 0, camera, pose: level });
    const tile = renderTileAt(scene, { centerEastM: 0.4, centerNorthM: 0.3, gsdM: 0.05, sizePx: 100 });
    const crop = new Uint8Array(100 * 100 * 3);
    for (let row = 0; row < 100; row++) {
      const from = ((row + 70) * camera.widthPx + 130) * 3;
      crop.set(photo.rgb.subarray(from, from + 300), row * 300);
    }
    expect(meanDifference(crop, tile.rgb)).toBeLessThan(9);
    expect(
      meanDifference(
        crop,
        renderTileAt(empty, { centerEastM: 0.4, centerNorthM: 0.3, gsdM: 0.05, sizePx: 100 }).rgb,
      ),
    ).toBeGreaterThan(12);
  });

  it('lists the plants whose leaves reach into it, with their pixels', () => {
    const scene = withPlant(10, 10);
    const at = (centerEastM: number) =>
      renderTileAt(scene, { centerEastM, centerNorthM: 10, gsdM: 0.05, sizePx: 64 }).plants;
    expect(at(10)).toEqual([
      {
        plant: scene.plants[0],
        u: expect.closeTo(32, 6),
        v: expect.closeTo(32, 6),
        radiusPx: expect.closeTo(36, 6),
      },
    ]);
    // Half a tile is 1.6 m and the plant reaches 1.8 m.
    expect(at(13.3)).toHaveLength(1);
    expect(at(13.5)).toHaveLength(0);
  });

  it('costs a small part of a photo', () => {
    const tiles = Array.from({ length: 40 }, (_, i) => () => {
      renderTileAt(empty, { centerEastM: i - 20, centerNorthM: 0, gsdM: 0.05, sizePx: 64, noiseSeed: i });
    });
    const photos = Array.from(
      { length: 4 },
      (_, index) => () => void renderPhoto(empty, { index, camera, pose }),
    );
    // The photo has 21 times as many pixels; the fastest of each is compared, since the machine may be busy.
    expect(fastestMs(tiles)).toBeLessThan(fastestMs(photos) / 3);
  });
});

function fastestMs(tasks: readonly (() => void)[]): number {
  return Math.min(
    ...tasks.map((task) => {
      const start = performance.now();
      task();
      return performance.now() - start;
    }),
  );
}
