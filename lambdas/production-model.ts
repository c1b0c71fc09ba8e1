import { z } from 'zod';
import { productionModelKey } from '#core/flight/keys.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { ObjectStore } from '#platform/ports.ts';

const productionSchema = z.strictObject({ modelId: z.string() });

/** The model in production; null when there is none yet. */
export async function productionModelId(objects: ObjectStore): Promise<string | null> {
  try {
    const bytes = await objects.get({ bucket: requireEnvironment('modelsBucket'), key: productionModelKey });
    return productionSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).modelId;
  } catch (error) {
    if (isObjectNotFound(error)) return null;
    throw error;
  }
}
