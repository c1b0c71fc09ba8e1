import { z } from 'zod';
import { modelKey } from '#core/flight/keys.ts';
import { type ModelManifest, parseModelManifest } from '#core/model/package.ts';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { type ListedModel, openRegistry, type Registry } from '#platform/registry/registry.ts';
import { driftFigures, usualDays } from './drift-figures.ts';
import { notThere, outdated } from './errors.ts';
import {
  type ApiCall,
  type ApiField,
  idempotencyKeySchema,
  mutation,
  optional,
  query,
  textSchema,
  versionSchema,
} from './field.ts';
import { once } from './once.ts';
import { pageArguments, pageOf } from './pages.ts';
import { recent } from './recent.ts';

/** An argument that names a model. */
export const modelIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/, 'must be the id of a model');
const reasonSchema = textSchema(1_000).refine(
  (text) => text.length >= 3,
  'must say why, in at least 3 characters',
);
const promotionKey = {
  reason: reasonSchema,
  expectedVersion: versionSchema,
  idempotencyKey: idempotencyKeySchema,
};

/** Models, and which of them is used for new flights. */
export const modelFields: Readonly<Record<string, ApiField>> = {
  'Query.models': query(z.strictObject(pageArguments(50)), async (page, call) => {
    const registry = registryFor(call);
    const models = (await registry.list()).toSorted((a, b) => (a.modelId < b.modelId ? -1 : 1));
    const { items, next } = pageOf(models, page, ({ modelId }) => modelId);
    const log = call.wants('items/promotions') ? await registry.log() : [];
    return {
      items: await Promise.all(items.map((model) => modelAnswer(call, model, { models, log }))),
      next,
    };
  }),
  'Query.model': query(z.strictObject({ modelId: modelIdSchema }), async ({ modelId }, call) => {
    const registry = registryFor(call);
    const models = await registry.list();
    const model = models.find((each) => each.modelId === modelId);
    const log = call.wants('promotions') ? await registry.log() : [];
    return model === undefined ? null : modelAnswer(call, model, { models, log });
  }),
  'Query.promotions': query(z.strictObject(pageArguments(50)), async (page, call) => {
    const registry = registryFor(call);
    const entries = (await registry.log()).filter(isPromotion).toReversed();
    const { items, next } = pageOf(entries, page, ({ number }) => String(1e9 - number).padStart(10, '0'));
    return {
      items: items.map((entry) => promotionAnswer(call, entry)),
      next,
      version: (await registry.head())?.version ?? 0,
    };
  }),
  'Query.drift': query(
    z.strictObject({
      modelId: modelIdSchema,
      days: optional(z.int().min(1).max(3_660)).transform((days) => days ?? usualDays),
    }),
    (asked, call) => driftFigures(call, asked),
  ),
  'Mutation.promoteModel': mutation(
    ['admin'],
    z.strictObject({ modelId: modelIdSchema, ...promotionKey }),
    (input, call) =>
      once(call, { field: 'promoteModel', input }, async () => {
        const registry = registryFor(call);
        const instead = await checkedHead(registry, input.expectedVersion);
        await registry.promote({ modelId: input.modelId, instead, reason: input.reason });
        return latestPromotion(call, registry);
      }),
  ),
  'Mutation.rollbackModel': mutation(['admin'], z.strictObject(promotionKey), (input, call) =>
    once(call, { field: 'rollbackModel', input }, async () => {
      const registry = registryFor(call);
      await checkedHead(registry, input.expectedVersion);
      await registry.rollback(input.reason);
      return latestPromotion(call, registry);
    }),
  ),
};

/** The registry in the hands of who asks. */
export function registryFor({ platform, person }: ApiCall): Registry {
  return openRegistry({
    store: { objects: platform.objects, bucket: requireEnvironment('modelsBucket') },
    models: platform.tables.models,
    audit: platform.tables.audit,
    clock: platform.clock,
    by: person.personId,
  });
}

/** The model in production, when the registry still is what the client saw. @throws UmbelError `api.version-outdated` */
async function checkedHead(registry: Registry, expectedVersion: number | undefined): Promise<string | null> {
  const head = await registry.head();
  const version = head?.version ?? 0;
  if (expectedVersion !== undefined && expectedVersion !== version)
    throw outdated('the registry of models', version);
  return head?.production ?? null;
}

type PromotionEntry = Extract<AuditEntry, { action: 'promoted' | 'rolled-back' }>;

function isPromotion(entry: AuditEntry): entry is PromotionEntry {
  return entry.action === 'promoted' || entry.action === 'rolled-back';
}

function promotionAnswer(
  call: ApiCall,
  { number, modelId, replaced, action, reason, by, at }: PromotionEntry,
): object {
  return {
    promotionId: String(number),
    modelId,
    former: replaced,
    rollback: action === 'rolled-back',
    reason: reason ?? '',
    who: call.may('operator', 'biologist', 'admin') ? by : null,
    at,
  };
}

async function latestPromotion(call: ApiCall, registry: Registry): Promise<object> {
  const last = (await registry.log()).findLast(isPromotion);
  if (last === undefined) throw notThere('promotion in the log');
  return promotionAnswer(call, last);
}

/** A registered package never changes. */
const manifests = recent<Promise<ModelManifest>>(100);

function manifestOf(platform: Platform, modelId: string): Promise<ModelManifest> {
  const key = modelKey(modelId, 'model.json');
  return manifests.getOrMake(modelId, async () =>
    parseModelManifest(
      new TextDecoder().decode(
        await platform.objects.get({ bucket: requireEnvironment('modelsBucket'), key }),
      ),
      key,
    ),
  );
}

async function modelAnswer(
  call: ApiCall,
  model: ListedModel,
  { models, log }: { models: readonly ListedModel[]; log: readonly AuditEntry[] },
): Promise<object> {
  const { modelId, title, engine, state, metrics, lineage } = model;
  const { name, description, tiling, threshold, dataset } = await manifestOf(call.platform, modelId);
  return {
    modelId,
    name,
    title,
    description: description ?? null,
    engine,
    tiling: formatTiling(tiling),
    threshold,
    parent: lineage.parent,
    children: models.filter((each) => each.lineage.parent === modelId).map((each) => each.modelId),
    inProduction: state === 'production',
    metrics: Object.entries(metrics).map(([metric, value]) => ({ name: metric, value })),
    dataset: {
      description: dataset.description,
      snapshotId: dataset.snapshotId ?? null,
      tiles: dataset.tiles,
      licence: dataset.licence,
      simulated: dataset.simulated === true,
    },
    trainedAt: lineage.trainedAt,
    promotions: log
      .filter((entry) => isPromotion(entry) && entry.modelId === modelId)
      .filter(isPromotion)
      .map((entry) => promotionAnswer(call, entry)),
  };
}
