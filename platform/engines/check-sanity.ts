import sharp from 'sharp';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import type { EnginePool } from './pool.ts';

/** How a model did on the tiles that its package brings along. */
export interface SanityReport {
  /** True when every tile got its expected confidence within the package's tolerance. */
  readonly ok: boolean;
  /** The tile that was furthest off. */
  readonly worst: { readonly file: string; readonly expected: number; readonly got: number };
  /** How many tiles were scored. */
  readonly tiles: number;
}

/**
 * The outcome of scoring the package's sanity tiles with the engine that will score the flight.
 * @throws UmbelError `model.sanity-unreadable` when a tile is not a picture of the model's size
 */
export async function checkSanity(
  pool: Pick<EnginePool, 'score'>,
  { manifest, files }: LoadedPackage,
): Promise<SanityReport> {
  const { tiles, tolerance } = manifest.sanity;
  const { tilePx } = manifest.input;
  const tileBytes = tilePx * tilePx * 3;
  const pixels = new Uint8Array(tiles.length * tileBytes);
  for (const [i, { file }] of tiles.entries())
    pixels.set(await decodeTile(file, files.get(file)!, tilePx), i * tileBytes);
  const { confidences } = await pool.score({ pixels, count: tiles.length });
  const results = tiles.map(({ file, confidence }, i) => ({
    file,
    expected: confidence,
    got: confidences[i]!,
  }));
  const worst = results.reduce((a, b) => (distance(b) > distance(a) ? b : a));
  return { ok: distance(worst) <= tolerance, worst, tiles: tiles.length };
}

function distance({ expected, got }: { expected: number; got: number }): number {
  return Math.abs(expected - got);
}

async function decodeTile(file: string, bytes: Uint8Array, tilePx: number): Promise<Uint8Array> {
  let problem: string;
  let cause: unknown;
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: 4_000_000 })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width === tilePx && info.height === tilePx && info.channels === 3) return data;
    problem = `it is ${info.width} x ${info.height}, not ${tilePx} x ${tilePx}`;
  } catch (error) {
    cause = error;
    problem = error instanceof Error ? error.message : String(error);
  }
  throw new UmbelError({
    code: 'model.sanity-unreadable',
    kind: 'configuration',
    message: `Sanity tile ${file} cannot be used: ${problem}.`,
    hint: 'Make the package anew.',
    cause,
  });
}
