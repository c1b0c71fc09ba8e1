import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ManifestPhoto } from '#core/flight/manifest.ts';
import { photoName } from '#core/simulate/flight/truth.ts';
import { renderPhoto } from '#core/simulate/render/render-photo.ts';
import type { Scene } from '#core/simulate/scene.ts';
import { tagsFor, type FlightPlan } from './flight-plan.ts';
import { exifOf, xmpOf } from './photo-tags.ts';

/** A photo on disk, with the time it took. */
export interface WrittenPhoto extends ManifestPhoto {
  readonly index: number;
  readonly renderMs: number;
  readonly encodeMs: number;
}

/** Renders, encodes and writes single photos of a planned flight. */
export interface PhotoWriter {
  write(index: number): Promise<WrittenPhoto>;
}

/** A writer into a folder. */
export function createPhotoWriter(plan: FlightPlan, scene: Scene, dir: string): PhotoWriter {
  // One photo, one thread: the photos themselves run side by side.
  sharp.concurrency(1);
  sharp.cache(false);
  // One picture's memory (60 MB at 20 MP) serves all photos of the thread: sharp has let go of it when a photo is done.
  const rgb = new Uint8Array(plan.camera.widthPx * plan.camera.heightPx * 3);
  return {
    async write(index) {
      const name = photoName(index);
      const station = plan.survey.stations[index]!;
      const tags = tagsFor(plan, station);
      const start = performance.now();
      const picture = renderPhoto(scene, { index, camera: plan.camera, pose: station.pose }, rgb);
      const rendered = performance.now();
      const bytes = await sharp(picture.rgb, {
        raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 },
      })
        .withExif(exifOf(tags))
        .withDensity(72)
        .withXmp(xmpOf(tags))
        .jpeg({ quality: plan.recipe.quality })
        .toBuffer();
      const encoded = performance.now();
      // Under another name first, so that no half photo ever bears a photo's name.
      await writeFile(join(dir, `${name}.partial`), bytes);
      await rename(join(dir, `${name}.partial`), join(dir, name));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const times = { renderMs: rendered - start, encodeMs: encoded - rendered };
      return { index, name, sizeBytes: bytes.length, sha256, ...times };
    },
  };
}
