import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyInconsistentStateError,
  IdempotencyValidationError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { UmbelError } from '#core/errors.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { ApiCall } from './field.ts';

/** For how long a repeated call is recognised: a tablet may be without a network for days. */
const rememberS = 14 * 24 * 3600;

interface Change {
  readonly field: string;
  readonly input: { readonly idempotencyKey: string };
  /** Shorter for results that are worth nothing later, such as links that end. */
  readonly rememberS?: number;
}

/** One for each field: a store takes its settings from its first use. */
const stores = new Map<string, DynamoDBPersistenceLayer>();

/**
 * The result of a change, made once for each key of a person: a repeated call gets the first result.
 * @throws UmbelError `api.key-reused` when the key was used for another change, `api.in-progress` while the first call runs
 */
export async function once<Result>(
  { person, context }: ApiCall,
  { field, input, rememberS: seconds = rememberS }: Change,
  work: () => Promise<Result>,
): Promise<Result> {
  const store = storeOf(field);
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    payloadValidationJmesPath: 'input',
    expiresAfterSeconds: seconds,
  });
  config.registerLambdaContext(context);
  const guarded = makeIdempotent((_call: { key: string; input: unknown }) => work(), {
    persistenceStore: store,
    keyPrefix: `api/${field}`,
    config,
  });
  try {
    // Through JSON: the first result and a repeated one must be the same to the client.
    return await guarded({ key: `${person.personId}/${input.idempotencyKey}`, input: plain(input) });
  } catch (error) {
    throw explained(error, input.idempotencyKey);
  }
}

function storeOf(field: string): DynamoDBPersistenceLayer {
  const former = stores.get(field);
  if (former !== undefined) return former;
  const made = new DynamoDBPersistenceLayer({ tableName: requireEnvironment('idempotencyTable') });
  stores.set(field, made);
  return made;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function explained(error: unknown, key: string): unknown {
  if (error instanceof IdempotencyValidationError) {
    return new UmbelError({
      code: 'api.key-reused',
      kind: 'conflict',
      message: `The idempotency key ${key} was used for another change before.`,
      hint: 'Make a new key for each change; keep it only to repeat the very same one.',
      cause: error,
    });
  }
  if (
    error instanceof IdempotencyAlreadyInProgressError ||
    error instanceof IdempotencyInconsistentStateError
  ) {
    return new UmbelError({
      code: 'api.in-progress',
      kind: 'try-again',
      message: 'The same change is being made at this moment.',
      hint: 'Repeat the call with the same key in a few seconds.',
      cause: error,
    });
  }
  // Powertools wraps what the work throws.
  return error instanceof Error && error.cause instanceof UmbelError ? error.cause : error;
}
