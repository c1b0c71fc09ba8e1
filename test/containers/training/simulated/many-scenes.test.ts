import { expect, it } from 'vitest';
import { makeManySceneTiles } from '#containers/training/simulated/many-scenes.ts';
import { makeSceneTiles, type SceneOrder, tilePx } from '#containers/training/simulated/scene-tiles.ts';
import { pickTiles } from '#containers/training/tiles.ts';

it('makes the tiles of every scene, in the order of the orders, the same on a thread as here', async () => {
  const orders: SceneOrder[] = [
    { seed: 11, choice: 'lesson', tiles: 24 },
    { seed: 12, choice: 'survey', tiles: 3 },
  ];
  const done: number[] = [];
  const { tiles } = await makeManySceneTiles(orders, (scenes) => done.push(scenes));
  const here = await makeSceneTiles(orders[1]!);
  expect(done).toEqual([1, 2]);
  expect([tiles.count, tiles.tilePx]).toEqual([27, tilePx]);
  expect(pickTiles(tiles, [24, 25, 26]).pixels).toEqual(Uint8Array.from(here.tiles.pixels));
  const first = [...tiles.labels.subarray(0, 24)];
  expect(first.filter((label) => label === 1).length).toBeGreaterThan(4);
  expect(first.filter((label) => label === 0).length).toBeGreaterThan(4);
  tiles.labels.forEach((label, i) => expect(Number.isNaN(tiles.locations![i * 2])).toBe(label === 0));
});
