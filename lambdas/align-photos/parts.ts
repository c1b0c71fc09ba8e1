import { z } from 'zod';
import type { Run } from '#core/flight/run.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { alignedPhotoSchema, overlapSummarySchema } from '../aligned-photos.ts';
import { workObject } from '../run-objects.ts';

/** What the comparison of some hundred photos came to. */
const alignedPartSchema = z.object({ summary: overlapSummarySchema, photos: z.array(alignedPhotoSchema) });
export type AlignedPart = z.infer<typeof alignedPartSchema>;

interface PartKey {
  readonly platform: Platform;
  readonly run: Run;
  /** From 0, in the order of the photos' names. */
  readonly index: number;
}

/** The part as a former call of the same run has kept it; undefined: none has come so far. */
export async function keptPart({ platform, run, index }: PartKey): Promise<AlignedPart | undefined> {
  try {
    const bytes = await platform.objects.get(partObject(run, index));
    return alignedPartSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}

/** Keeps a part, whole or not at all. */
export async function keepPart({ platform, run, index }: PartKey, part: AlignedPart): Promise<void> {
  await platform.objects.put(partObject(run, index), JSON.stringify(part), 'application/json');
}

function partObject(run: Run, index: number): { bucket: string; key: string } {
  return workObject(run, `aligned-parts/${index}.json`);
}
