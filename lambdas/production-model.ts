import type { ModelsTable } from '#platform/tables/models-table.ts';

/** The model in production; null when there is none yet. */
export async function productionModelId(models: Pick<ModelsTable, 'getHead'>): Promise<string | null> {
  return (await models.getHead())?.production ?? null;
}
