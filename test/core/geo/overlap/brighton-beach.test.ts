import { existsSync, readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkOverlap } from '#core/geo/overlap/check-overlap.ts';
import { findTurnedPhotos } from '#core/geo/overlap/find-turned.ts';
import type { OverlapPhoto } from '#core/geo/overlap/ground-photos.ts';
import { poseOf, type Pose } from '#core/geo/pose.ts';
import { readMetadata } from '#core/photo/metadata.ts';
import { tiePointsApartM } from '../tie-points.ts';

const data = process.env['UMBEL_SHARED_DATA'] ?? '../shared/data';

/** The placed photos of a folder, by name. `software` replaces what the photos say that saved them. */
async function load(folder: string, software?: string): Promise<Map<string, OverlapPhoto>> {
  const photos = new Map<string, OverlapPhoto>();
  for (const name of readdirSync(folder)
    .filter((file) => /\.jpg$/i.test(file))
    .toSorted()) {
    const bytes = readFileSync(`${folder}/${name}`);
    const metadata = readMetadata(bytes);
    const size = { widthPx: metadata.storedWidthPx ?? 0, heightPx: metadata.storedHeightPx ?? 0 };
    const { pose, flags } = poseOf(software === undefined ? metadata : { ...metadata, software }, size);
    if (pose === undefined) continue;
    const { data: grey, info } = await sharp(bytes)
      .resize(256)
      .grayscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    photos.set(name, {
      pose,
      flags,
      image: { widthPx: info.width, heightPx: info.height, grey: new Uint8Array(grey) },
    });
  }
  return photos;
}

function posesByName(
  photos: ReadonlyMap<string, OverlapPhoto>,
  poses: readonly { readonly pose: Pose }[],
): Map<string, Pose> {
  return new Map(
    [...photos.keys()].flatMap((name, i) => (poses[i] === undefined ? [] : [[name, poses[i].pose] as const])),
  );
}

describe.skipIf(!existsSync(data))('real flights', () => {
  const turnedNames = ['DJI_0024.JPG', 'DJI_0025.JPG', 'DJI_0026.JPG', 'DJI_0027.JPG'];

  it(
    'Brighton Beach: the four turned photos are found, tie points within 4.5 m',
    { timeout: 60_000 },
    async () => {
      const folder = `${data}/brighton_beach`;
      const photos = await load(folder);
      const { photos: checked } = checkOverlap([...photos.values()]);
      const names = [...photos.keys()];
      expect(names.filter((_, i) => checked[i]?.flags.includes('photo.turned'))).toEqual(turnedNames);
      expect(checked.some(({ flags }) => flags.includes('photo.maybe-turned'))).toBe(false);
      expect(tiePointsApartM(`${folder}/tiepoints.json`, posesByName(photos, checked)).p90).toBeLessThan(2);

      const unsuspected = new Map([...photos].map(([name, photo]) => [name, { ...photo, flags: [] }]));
      const found = findTurnedPhotos([...unsuspected.values()]);
      expect(names.filter((_, i) => found[i]?.flags.includes('photo.turned'))).toEqual(turnedNames);
    },
  );

  it('hogweed at 10 m: none is turned, tie points within 0.2 m', { timeout: 60_000 }, async () => {
    const photos = await load(`${data}/hogweed/photos`);
    const { photos: checked } = checkOverlap([...photos.values()]);
    expect(checked.filter(({ flags }) => flags.some((flag) => flag.startsWith('photo.')))).toEqual([]);
    expect(tiePointsApartM(`${data}/hogweed/tiepoints.json`, posesByName(photos, checked)).p90).toBeLessThan(
      0.2,
    );
  });
});
