import { z } from 'zod';
import type { ObjectRef } from '../ports.ts';
import type { Deployment } from './deployment.ts';
import type { Services } from './services.ts';

/** An event as EventBridge delivers it, as far as rules look. */
export interface CloudEvent {
  readonly source: string;
  readonly 'detail-type': string;
  /** When it happened, ISO 8601. */
  readonly time: string;
  readonly detail: object;
}

/** S3 tells of a new object. */
export function objectCreated({ bucket, key }: ObjectRef): CloudEvent {
  return {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    time: new Date().toISOString(),
    detail: { bucket: { name: bucket }, object: { key } },
  };
}

/** Step Functions tells of an execution that ended. Source: AWS Step Functions, "Automating event delivery with EventBridge". */
export function executionEnded(ended: {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  readonly input: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}): CloudEvent {
  const now = new Date();
  const detail = { ...ended, input: JSON.stringify(ended.input), stopDate: now.getTime() };
  const time = now.toISOString();
  return { source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change', time, detail };
}

/** Calls the functions whose rules wait for such an event, as EventBridge would. */
export async function deliver(
  event: CloudEvent,
  { rules }: Pick<Deployment, 'rules'>,
  services: Pick<Services, 'invoke'>,
): Promise<void> {
  for (const { eventPattern, targetFunction } of rules)
    if (matches(eventPattern, event)) await services.invoke(targetFunction, JSON.stringify(event));
}

const fieldsSchema = z.record(z.string(), z.unknown());
const choicesSchema = z.array(z.union([z.string(), z.strictObject({ wildcard: z.string() })]));

/**
 * Whether a value is as a pattern asks: every named field, at any depth, is one of those listed. What else EventBridge
 * knows is refused, so that no rule is silently deaf.
 * @throws ZodError on a pattern of another kind
 */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern))
    return choicesSchema
      .parse(pattern)
      .some((choice) =>
        typeof choice === 'string' ? choice === value : matchesWildcard(choice.wildcard, value),
      );
  const fields = fieldsSchema.safeParse(value);
  return (
    fields.success &&
    Object.entries(fieldsSchema.parse(pattern)).every(([name, inner]) => matches(inner, fields.data[name]))
  );
}

/** `*` stands for any text. */
function matchesWildcard(wildcard: string, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const parts = wildcard.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}
