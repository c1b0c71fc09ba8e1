import type { LeftOutFile } from '#core/flight/match-photos.ts';
import type { Run } from '#core/flight/run.ts';
import type { Platform } from '#platform/platform.ts';
import { workObject } from '../run-objects.ts';

/** The files that open-flight left out, with reasons. */
export async function leftOutFiles(platform: Platform, run: Run): Promise<LeftOutFile[]> {
  const bytes = await platform.objects.get(workObject(run, 'left-out.json'));
  return JSON.parse(new TextDecoder().decode(bytes)) as LeftOutFile[];
}
