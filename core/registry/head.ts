import { UmbelError } from '../errors.ts';
import type { AuditEntry } from './audit-entry.ts';

/** Where a model stands: registered, in use for new flights, or formerly so. */
export type ModelState = 'candidate' | 'production' | 'retired';

/**
 * The one item that says which model is in production. Every change of the registry writes it, on the condition that
 * nobody else wrote it in between: of two changes at once one wins, and the states of all models change in one write.
 */
export interface RegistryHead {
  /** Changes so far; the number of the last entry of the audit log. */
  readonly version: number;
  /** Model in production; null: none yet. */
  readonly production: string | null;
  /** Since when and by whom; null with `production`. */
  readonly since: string | null;
  readonly by: string | null;
  /** Models that were in production before, the last one last: what a rollback goes back to. */
  readonly former: readonly string[];
  /** Models that were in production and are no longer. */
  readonly retired: readonly string[];
  /** The last change as the audit log must hold it: should the writer die before it wrote it there, the next one does. */
  readonly lastEntry: AuditEntry | null;
}

export const emptyHead: RegistryHead = {
  version: 0,
  production: null,
  since: null,
  by: null,
  former: [],
  retired: [],
  lastEntry: null,
};

/** The state of a registered model. */
export function stateOf({ production, retired }: RegistryHead, modelId: string): ModelState {
  if (production === modelId) return 'production';
  return retired.includes(modelId) ? 'retired' : 'candidate';
}

/** Models that a rollback can go back through: older ones can be promoted by name. */
const mostFormer = 100;

interface Change {
  readonly at: string;
  readonly by: string;
}

type Standing = Omit<RegistryHead, 'version' | 'lastEntry'>;

/**
 * What stands after a model was put into production.
 * @throws UmbelError `registry.already-production`
 */
export function afterPromotion(head: RegistryHead, modelId: string, { at, by }: Change): Standing {
  if (head.production === modelId) {
    throw new UmbelError({
      code: 'registry.already-production',
      kind: 'conflict',
      message: `${modelId} is in production already, since ${head.since} by ${head.by}.`,
      hint: 'Nothing is to be done.',
    });
  }
  const former = head.production === null ? head.former : [...head.former, head.production];
  return {
    production: modelId,
    since: at,
    by,
    former: former.slice(-mostFormer),
    retired: retiredAfter(head, modelId),
  };
}

/**
 * What stands after going back to the model that was in production before.
 * @throws UmbelError `registry.nothing-before`
 */
export function afterRollback(
  head: RegistryHead,
  { at, by }: Change,
): Standing & { readonly production: string } {
  const before = head.former.at(-1);
  if (before === undefined) {
    throw new UmbelError({
      code: 'registry.nothing-before',
      kind: 'conflict',
      message:
        head.production === null
          ? 'No model is in production, and none was before.'
          : `No model was in production before ${head.production}.`,
      hint: 'Promote a model by its id: umbel models promote ID.',
    });
  }
  return {
    production: before,
    since: at,
    by,
    former: head.former.slice(0, -1),
    retired: retiredAfter(head, before),
  };
}

function retiredAfter({ production, retired }: RegistryHead, next: string): string[] {
  const others = retired.filter((modelId) => modelId !== next && modelId !== production);
  return production === null ? others : [...others, production];
}
