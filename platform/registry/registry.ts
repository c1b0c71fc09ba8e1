import { hash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import { describeWorse, type Evidence } from '#core/registry/evidence.ts';
import {
  afterPromotion,
  afterRollback,
  type ModelState,
  type RegistryHead,
  stateOf,
} from '#core/registry/head.ts';
import { type ModelRecord, modelRecord } from '#core/registry/model-record.ts';
import { change, readLog, type RegistryParts, settledHead } from './change.ts';
import { loadStoredPackage, modelNotFound, storePackage } from './stored-package.ts';

export type { RegistryParts } from './change.ts';

export interface ListedModel extends ModelRecord {
  readonly state: ModelState;
}

export interface Promotion {
  readonly modelId: string;
  /** Model that was in production when the promotion was decided; null: none was. */
  readonly instead: string | null;
  /** Both on the same tiles; absent where nothing was measured. */
  readonly evidence?: Evidence | undefined;
  /** Why it is promoted although it measured worse, or was not measured. */
  readonly reason?: string | undefined;
}

/** The models that were registered, and which of them is in production. */
export interface Registry {
  /** Undefined before the first change: a fresh registry. */
  head(): Promise<RegistryHead | undefined>;
  /** Stores a package and makes it a candidate; one that is registered is left as it is. */
  register(
    modelPackage: LoadedPackage,
    manifestBytes: Uint8Array,
  ): Promise<ListedModel & { readonly isNew: boolean }>;
  /**
   * Puts a model into production.
   * @throws UmbelError `registry.reason-invalid`, `registry.promotion-refused`, `registry.not-compared`, `registry.changed-meanwhile`, `registry.already-production`
   */
  promote(promotion: Promotion): Promise<ListedModel>;
  /** Puts the model that was in production before into it again. @throws UmbelError `registry.nothing-before` */
  rollback(reason?: string): Promise<ListedModel>;
  /** @throws UmbelError `model.not-found` */
  show(modelId: string): Promise<ListedModel>;
  /** Every model, the latest registered first. */
  list(): Promise<ListedModel[]>;
  /** The package, every byte checked. @throws UmbelError `model.hash-mismatch` */
  load(modelId: string): Promise<LoadedPackage>;
  /** The audit log, oldest first; its chain is checked. @throws UmbelError `registry.log-tampered` */
  log(): Promise<AuditEntry[]>;
}

/** A registry over its tables and the models bucket. */
export function openRegistry(parts: RegistryParts): Registry {
  const { models, store } = parts;
  const show = async (modelId: string): Promise<ListedModel> => {
    const head = await settledHead(parts);
    const record = await models.getModel(modelId);
    if (record === undefined) throw modelNotFound(modelId);
    return { ...withoutKeys(record), state: stateOf(head, modelId) };
  };
  const load = async (modelId: string) =>
    loadStoredPackage(store, modelId, (await show(modelId)).manifestSha256);
  return {
    head: () => models.getHead(),
    show,
    load,
    async register(modelPackage, manifestBytes) {
      const isNew = await register(parts, modelPackage, manifestBytes);
      return { ...(await show(modelPackage.modelId)), isNew };
    },
    async promote(promotion) {
      mustSaySomething(promotion.reason);
      await load(promotion.modelId);
      await promote(parts, promotion);
      return show(promotion.modelId);
    },
    async rollback(reason) {
      mustSaySomething(reason);
      return show(await rollback(parts, load, reason));
    },
    async list() {
      const head = await settledHead(parts);
      const records: ListedModel[] = [];
      for await (const record of models.listModels())
        records.push({ ...withoutKeys(record), state: stateOf(head, record.modelId) });
      return records.sort((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1));
    },
    log: () => readLog(parts),
  };
}

async function register(
  parts: RegistryParts,
  modelPackage: LoadedPackage,
  manifestBytes: Uint8Array,
): Promise<boolean> {
  const { models, store, clock, by } = parts;
  const { modelId, manifest } = modelPackage;
  await storePackage(store, modelPackage, manifestBytes);
  const manifestSha256 = hash('sha256', manifestBytes);
  // What lay there already may be another's, or damaged.
  await loadStoredPackage(store, modelId, manifestSha256);
  return change(parts, async (head) => {
    if ((await models.getModel(modelId)) !== undefined) return undefined;
    const at = clock.now().toISOString();
    const record = modelRecord({ modelId, manifest, manifestSha256, at, by });
    const { version: _version, lastEntry: _entry, ...standing } = head;
    return { standing, done: { action: 'registered', modelId, record, at, by } };
  });
}

async function promote(parts: RegistryParts, promotion: Promotion): Promise<void> {
  const { modelId, instead, evidence, reason } = promotion;
  mustBeGoodEnough(promotion);
  await change(parts, async (head) => {
    if (head.production !== instead) throw changedMeanwhile(head, promotion);
    const at = parts.clock.now().toISOString();
    const standing = afterPromotion(head, modelId, { at, by: parts.by });
    return {
      standing,
      done: {
        action: 'promoted',
        modelId,
        replaced: instead,
        at,
        by: parts.by,
        ...(evidence === undefined ? {} : { evidence }),
        ...(reason === undefined ? {} : { reason }),
      },
    };
  });
}

async function rollback(
  parts: RegistryParts,
  load: (modelId: string) => Promise<unknown>,
  reason: string | undefined,
): Promise<string> {
  const { clock, by } = parts;
  const seen = (await settledHead(parts)).production;
  let back = '';
  await change(parts, async (head) => {
    if (head.production !== seen) throw changedMeanwhile(head, { instead: seen });
    const at = clock.now().toISOString();
    const standing = afterRollback(head, { at, by });
    back = standing.production;
    // A package that was damaged in the meantime must not come back.
    await load(back);
    const because = reason === undefined ? {} : { reason };
    return {
      standing,
      done: { action: 'rolled-back', modelId: back, replaced: head.production ?? '', at, by, ...because },
    };
  });
  return back;
}

/** Longest reason, characters. */
const longestReason = 2_000;

/** A reason is for those who ask later why: a blank one answers nothing. */
function mustSaySomething(reason: string | undefined): void {
  if (reason === undefined || (reason.trim() !== '' && reason.length <= longestReason)) return;
  throw new UmbelError({
    code: 'registry.reason-invalid',
    kind: 'bad-input',
    message:
      reason.trim() === ''
        ? 'The reason is empty.'
        : `The reason has ${reason.length} characters; ${longestReason} are allowed.`,
    hint: 'Say in a sentence why: --reason "finds rosettes that the other one misses".',
  });
}

/** A candidate that is worse than the model in production, or was not measured, needs a reason. */
function mustBeGoodEnough({ modelId, instead, evidence, reason }: Promotion): void {
  if (instead === null || instead === modelId || reason !== undefined) return;
  if (evidence === undefined || evidence.reference !== instead) {
    throw new UmbelError({
      code: 'registry.not-compared',
      kind: 'bad-input',
      message: `${modelId} was not measured beside ${instead}, which is in production.`,
      hint: 'Give tiles that neither learned from: --tiles DIR or --snapshot ID; or say why not: --reason TEXT.',
    });
  }
  if (evidence.worse.length === 0) return;
  throw new UmbelError({
    code: 'registry.promotion-refused',
    kind: 'conflict',
    message: `${modelId} is worse than ${instead}, which is in production, on the ${evidence.tiles} tiles of ${evidence.heldOut}: ${describeWorse(evidence)}.`,
    hint: 'Keep the one in production, or promote all the same with --reason TEXT: it is recorded.',
    details: { evidence },
  });
}

function changedMeanwhile(
  { production, since, by }: RegistryHead,
  { modelId, instead }: { readonly modelId?: string; readonly instead: string | null },
): UmbelError {
  return new UmbelError({
    code: 'registry.changed-meanwhile',
    kind: 'conflict',
    message:
      production === modelId
        ? `${production} was promoted by ${by} at ${since}, at the same time.`
        : `${production ?? 'No model'} is in production now: promoted by ${by} at ${since}, while ${modelId ?? 'the rollback'} was decided against ${instead ?? 'none'}.`,
    hint: 'Look with `umbel models list`, and decide again.',
  });
}

/** The record as it was written, without the table's own keys. */
function withoutKeys(record: ModelRecord & { registry?: unknown; sk?: unknown }): ModelRecord {
  const { registry: _registry, sk: _sk, ...rest } = record;
  return rest;
}
