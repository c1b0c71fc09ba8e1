import { layersModelData } from '#containers/training/layers-model.ts';
import { type MadePackage, makePackage, type PackageFacts } from '#containers/training/make-package.ts';
import { createNetwork } from '#containers/training/network.ts';
import type { LoadedPackage, TileBatch } from '#core/model/driver.ts';
import { createRandom } from '#core/simulate/random.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';

/** Side of the tiles that the tiny network takes. */
export const tinyTilePx = 16;

const facts: PackageFacts = {
  name: 'tiny',
  title: 'A network for tests, untrained',
  tiling: { grid: [2, 2] },
  threshold: 0.5,
  calibration: { temperature: 0.05, bias: 0.2 },
  dataset: { description: 'none', tiles: 0, licence: 'none' },
  parent: null,
};

/** A whole package around an untrained network of a few hundred weights; the low temperature spreads its confidences. */
export async function tinyPackage(): Promise<MadePackage> {
  await openTfjsWasm();
  const stages = [
    { filters: 4, stride: 2 },
    { filters: 6, stride: 2 },
  ] as const;
  const network = await layersModelData(createNetwork({ tilePx: tinyTilePx, seed: 5, stages }));
  const { pixels } = randomTiles(3, 1);
  const size = pixels.length / 3;
  const sanityTiles = [0, 1, 2].map((i) => ({
    file: `sanity/tile-${i}.png`,
    pixels: pixels.slice(i * size, (i + 1) * size),
  }));
  return makePackage({ facts, network, tilePx: tinyTilePx, sanityTiles });
}

/** Tiles of random colours with random brightness, so that each scores differently. */
export function randomTiles(count: number, seed: number): TileBatch & { pixels: Uint8Array<ArrayBuffer> } {
  const random = createRandom(seed);
  const size = tinyTilePx * tinyTilePx * 3;
  const pixels = new Uint8Array(count * size);
  for (let tile = 0; tile < count; tile++) {
    const level = random.next() * 200;
    for (let i = 0; i < size; i++) pixels[tile * size + i] = level + random.next() * 55;
  }
  return { pixels, count };
}

/** The package with its manifest changed; files and hashes stay. */
export function withManifest(
  loaded: LoadedPackage,
  change: (manifest: LoadedPackage['manifest']) => LoadedPackage['manifest'],
): LoadedPackage {
  return { ...loaded, manifest: change(loaded.manifest) };
}
