import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { describeZodError } from '#core/validation.ts';

const environmentSchema = z.record(z.string(), z.string());

const keySchema = z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });

const tableSchema = z.strictObject({
  name: z.string(),
  keySchema: z.array(keySchema).min(1),
  attributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  globalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema: z.array(keySchema).min(1),
        Projection: z.strictObject({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
});

const queueSchema = z.strictObject({
  name: z.string(),
  /** What messages are sent to and services take from. */
  url: z.string(),
  visibilityTimeoutS: z.int(),
  maxReceiveCount: z.int(),
});

const functionSchema = z.strictObject({
  name: z.string(),
  arn: z.string(),
  /** Source file, from the root of the repository; it exports `handler`. */
  handler: z.string(),
  environment: environmentSchema,
  timeoutS: z.int(),
  memoryMb: z.int(),
});

const serviceSchema = z.strictObject({
  name: z.string(),
  /** Source file, from the root of the repository. */
  entry: z.string(),
  command: z.array(z.string()),
  environment: environmentSchema,
  /** URL of the queue that it takes work from. */
  queue: z.string(),
});

const workflowSchema = z.strictObject({
  name: z.string(),
  arn: z.string(),
  type: z.enum(['STANDARD', 'EXPRESS']),
  /** The state machine in the Amazon States Language, every name that of this deployment. */
  definition: z.record(z.string(), z.unknown()),
});

const ruleSchema = z.strictObject({
  name: z.string(),
  eventPattern: z.record(z.string(), z.unknown()),
  /** Name of the function that an event goes to. */
  targetFunction: z.string(),
});

/** What the synthesized templates declare, with local names: what the embedded cloud runs. */
export const deploymentSchema = z.strictObject({
  schema: z.literal('umbel.deployment/1'),
  account: z.string(),
  region: z.string(),
  /** Bucket names by what they are for: uploads, work, models, review, results. */
  buckets: z.record(z.string(), z.string()),
  tables: z.array(tableSchema),
  queues: z.array(queueSchema),
  functions: z.array(functionSchema),
  services: z.array(serviceSchema),
  workflows: z.array(workflowSchema),
  rules: z.array(ruleSchema),
});
export type Deployment = z.infer<typeof deploymentSchema>;
export type DeployedFunction = Deployment['functions'][number];
export type DeployedService = Deployment['services'][number];
export type DeployedQueue = Deployment['queues'][number];
export type DeployedTable = Deployment['tables'][number];
export type DeployedWorkflow = Deployment['workflows'][number];
export type DeployedRule = Deployment['rules'][number];

/** The deployment that `npm run synth` wrote beside this file. */
export const deploymentFile = new URL('./deployment.generated.json', import.meta.url);

/**
 * The deployment that the embedded cloud runs.
 * @throws UmbelError `deployment.invalid`
 */
export function loadDeployment(file: URL | string = deploymentFile): Deployment {
  return parseDeployment(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * The checked form of `value`.
 * @throws UmbelError `deployment.invalid` naming the field
 */
export function parseDeployment(value: unknown): Deployment {
  const result = deploymentSchema.safeParse(value);
  if (result.success) return result.data;
  throw new UmbelError({
    code: 'deployment.invalid',
    kind: 'configuration',
    message: `The description of the deployment is invalid: ${describeZodError(result.error)}`,
    hint: 'Write it anew: npm run synth',
  });
}
