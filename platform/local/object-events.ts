import { z } from 'zod';
import type { ObjectRef } from '../ports.ts';
import type { DeployedRule, Deployment } from './deployment.ts';
import type { Services } from './services.ts';

const patternSchema = z.object({
  'detail-type': z.array(z.string()),
  detail: z.object({
    bucket: z.object({ name: z.array(z.string()) }),
    object: z.object({ key: z.array(z.object({ wildcard: z.string() })) }),
  }),
});

/** Calls the functions whose rules wait for a new object like this one, as EventBridge would. */
export async function announceObject(
  ref: ObjectRef,
  deployment: Pick<Deployment, 'rules'>,
  services: Pick<Services, 'invoke'>,
): Promise<void> {
  const event = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: ref.bucket }, object: { key: ref.key } },
  };
  for (const rule of deployment.rules.filter((candidate) => waitsFor(candidate, ref)))
    await services.invoke(rule.targetFunction, JSON.stringify(event));
}

function waitsFor({ eventPattern }: DeployedRule, { bucket, key }: ObjectRef): boolean {
  const pattern = patternSchema.safeParse(eventPattern);
  return (
    pattern.success &&
    pattern.data['detail-type'].includes('Object Created') &&
    pattern.data.detail.bucket.name.includes(bucket) &&
    pattern.data.detail.object.key.some(({ wildcard }) => matches(wildcard, key))
  );
}

/** `*` stands for any text. */
function matches(wildcard: string, text: string): boolean {
  const parts = wildcard.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
