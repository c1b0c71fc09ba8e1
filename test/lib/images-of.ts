import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Synthesized } from './synthesized.ts';

const assetsSchema = z.object({
  dockerImages: z.record(
    z.string(),
    z.object({ source: z.object({ dockerFile: z.string(), platform: z.string() }) }),
  ),
});

/** The images that a deployment builds, each as `Dockerfile platform`, once. */
export function imagesOf({ outdir }: Synthesized): string[] {
  const files = globSync('*.assets.json', { cwd: outdir });
  const images = files.flatMap((file) =>
    Object.values(assetsSchema.parse(JSON.parse(readFileSync(path.join(outdir, file), 'utf8'))).dockerImages),
  );
  return [...new Set(images.map(({ source }) => `${source.dockerFile} ${source.platform}`))];
}
