import { z } from 'zod';
import { runPrefix } from '#core/flight/keys.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { ObjectInfo } from '#platform/ports.ts';
import type { Platform } from '#platform/platform.ts';

/** Step Functions' own words when a map lost too much; they do not say to what. */
const threshold = 'States.ExceedToleratedFailureThreshold';

/** What a map writes of a child that failed. Source: AWS Step Functions, "ResultWriter (Map)". */
const childrenSchema = z.array(z.looseObject({ Error: z.string().optional(), Cause: z.string().optional() }));
const thrownSchema = z.object({ errorMessage: z.string() });

/** The run failed in the last stage that lost anything; what earlier ones lost was tolerated. */
const stagesFromTheLast = ['cut-review-tiles', 'score-photos', 'tile-photos'] as const;

/** Where very many batches failed, the list of them is not worth its memory. */
const mostBytes = 20_000_000;

/**
 * The first error to which photos were lost, in words; undefined when the run failed of something else.
 * @param error name with which the workflow failed
 */
export async function firstLoss(
  { objects }: Pick<Platform, 'objects'>,
  { runId, error }: { readonly runId: string; readonly error: string },
): Promise<string | undefined> {
  if (error !== threshold) return undefined;
  const bucket = requireEnvironment('workBucket');
  let list: ObjectInfo | undefined;
  for (const stage of stagesFromTheLast) {
    list = await failuresOf(objects, { bucket, prefix: `${runPrefix(runId)}/${stage}/` });
    if (list !== undefined) break;
  }
  if (list === undefined || list.sizeBytes > mostBytes) return undefined;
  const children = childrenSchema.safeParse(
    JSON.parse(new TextDecoder().decode(await objects.get({ bucket, key: list.key }))),
  );
  const first = children.data?.[0];
  return first === undefined ? undefined : `${first.Error ?? 'an error'}: ${wordsOf(first.Cause ?? '')}`;
}

/** The list of the children that failed in a stage. */
async function failuresOf(
  objects: Platform['objects'],
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
): Promise<ObjectInfo | undefined> {
  let list: ObjectInfo | undefined;
  for await (const info of objects.list(bucket, prefix)) if (info.key.endsWith('/FAILED_0.json')) list = info;
  return list;
}

/** Lambda wraps a thrown error as JSON. */
function wordsOf(cause: string): string {
  try {
    return thrownSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
