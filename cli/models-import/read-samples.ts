import { readdir } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { refuseImport } from '#core/model/import/refuse-import.ts';

/** Tiles to try a model on. */
export interface Samples {
  /** RGB, one tile after the other, at the model's size. */
  readonly pixels: Uint8Array;
  readonly count: number;
  readonly tilePx: number;
  /** 1 = hogweed, 0 = not; undefined for a folder without classes. */
  readonly labels: Uint8Array | undefined;
  /** Class and number: `hogweed-3`. */
  readonly names: readonly string[];
}

const picture = /\.(jpe?g|png|webp|tiff?)$/i;
/** So many of a class are read, spread over the folder: enough to settle how a model is read, and quick. */
const mostOfAClass = 200;

/**
 * The pictures of `dir/hogweed` and `dir/background`, or of `dir` itself, at the size of the model.
 * @throws UmbelError `import.samples`
 */
export async function readSamples(dir: string, tilePx: number): Promise<Samples> {
  const classes = await Promise.all(
    ['background', 'hogweed'].map((name) => picturesIn(path.join(dir, name))),
  );
  const isLabelled = classes.every((files) => files !== undefined);
  const lists = isLabelled ? classes.map((files) => files ?? []) : [(await picturesIn(dir)) ?? []];
  const empty = lists.findIndex((files) => files.length === 0);
  if (empty >= 0) {
    const where = isLabelled ? path.join(dir, ['background', 'hogweed'][empty]!) : dir;
    throw refuse(`There is no picture in ${where}.`);
  }
  const chosen = lists.flatMap((files, label) =>
    spread(files, mostOfAClass).map((file, i) => ({ file, label, i })),
  );
  if (chosen.length < 2) throw refuse(`${dir} holds one picture only.`);
  const size = tilePx * tilePx * 3;
  const pixels = new Uint8Array(chosen.length * size);
  await pLimit(4).map(chosen, async ({ file }, index) => {
    pixels.set(await decode(file, tilePx), index * size);
  });
  return {
    pixels,
    count: chosen.length,
    tilePx,
    labels: isLabelled ? Uint8Array.from(chosen, ({ label }) => label) : undefined,
    names: chosen.map(({ label, i }) => `${isLabelled ? ['background', 'hogweed'][label] : 'tile'}-${i + 1}`),
  };
}

async function picturesIn(dir: string): Promise<string[] | undefined> {
  const names = await readdir(dir).catch(() => undefined);
  return names
    ?.filter((name) => picture.test(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => path.join(dir, name));
}

/** At most `most` of the list, evenly spread. */
export function spread<Item>(list: readonly Item[], most: number): Item[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor(((i + 0.5) * list.length) / most)]!);
}

async function decode(file: string, tilePx: number): Promise<Uint8Array> {
  return sharp(file, { limitInputPixels: 50_000_000 })
    .resize(tilePx, tilePx, { fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer()
    .catch((cause: unknown) => {
      throw refuse(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`);
    });
}

function refuse(message: string): Error {
  return refuseImport(
    'samples',
    message,
    'Give --samples a folder with tiles: hogweed/ and background/, or pictures without folders.',
  );
}
