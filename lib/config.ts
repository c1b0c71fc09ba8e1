import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { reviewPolicySchema } from '#core/review/policy.ts';
import { describeZodError } from '#core/validation.ts';
import { operatorClash, operatorSchema } from './operator-config.ts';
import { fargateSizeProblem, inferenceSchema } from './inference-config.ts';

const trainingSchema = z.strictObject({
  /** Where models are trained: a worker of its own beside those that score. */
  backend: z.literal('ecs'),
  /** CPU units of the worker, 1024 = one vCPU: one network is trained on each. */
  cpuUnits: z.literal([1024, 2048, 4096, 8192]),
  memoryMb: z.int().min(2048).max(61_440),
  /** Silence after which a step counts as lost, seconds; the wait for the worker's start counts. */
  heartbeatS: z.int().min(300),
  /** Longest step, seconds. */
  timeoutS: z.int().max(604_800),
});

const workflowSchema = z.strictObject({
  /** Children of each map that run at once. */
  tileConcurrency: z.int().min(1).max(10_000),
  scoreConcurrency: z.int().min(1).max(10_000),
  cutConcurrency: z.int().min(1).max(10_000),
  /** Photos of a map that may be lost before the run fails, percent. The summary lists lost ones as `failed`. */
  toleratedFailurePercent: z.int().min(1).max(100),
  /** A message that a worker holds comes back after this long unless the worker extends it, seconds. */
  messageVisibilityS: z.int().min(30).max(43_200),
  /**
   * Silence after which a batch counts as lost and is sent again, seconds. It runs from the moment the message is
   * sent: the wait in the queue counts, so it must outlast the start of the first worker.
   */
  scoreHeartbeatS: z.int(),
  scoreTimeoutS: z.int(),
  /** The same for the sanity check, which waits for the first worker of the day. */
  sanityHeartbeatS: z.int(),
  sanityTimeoutS: z.int(),
});

const retentionSchema = z.strictObject({
  logs: z.enum(RetentionDays),
  /** Sheets can be made again from the photos. */
  sheetsDays: z.int().min(1),
  /** Lists and results of the maps. */
  runsDays: z.int().min(1),
  /** Deleted and overwritten objects. */
  formerVersionsDays: z.int().min(1),
  /** Everything stateful outlives its stack. */
  keepData: z.boolean(),
  /**
   * Copies of what people made (labels, marks, models, flights, the audit log) in a vault of their own, which outlive the tables:
   * every day for 35 days, every month for a year. About 0.10 USD a GB and month. Without them tables can be set back to
   * any second of the last 35 days all the same.
   */
  backups: z.enum(['none', 'daily']),
});

const operationsSchema = z.strictObject({
  /** Who is told of alarms and of the budget; each address gets a mail to confirm. */
  alarmEmails: z.array(z.email()),
  /** Beyond 80 % of it, and when the month is on its way beyond all of it, a mail is sent. */
  monthlyBudgetUsd: z.number().min(1),
  /** Hours after which a run in which nothing moves is an alarm. */
  stuckHours: z.int().min(1).max(48),
});

const securitySchema = z.strictObject({
  /** Keys of S3 and DynamoDB, which cost nothing, or a key of our own for both: lib/constructs/data-key.ts says what for. */
  encryption: z.enum(['service-keys', 'own-key']),
  guardDuty: z.strictObject({
    /** GuardDuty for the account and region, with who reads and writes objects; false where the account has it already. */
    detector: z.boolean(),
    /** Looks for malware in model packages, the one thing from elsewhere that an engine opens. Photos of 200 TB would cost 18,000 USD. */
    scanModels: z.boolean(),
  }),
  /** People or companies with credentials of their own who upload flights: each gets a role for flights whose names begin with the operator's. */
  operators: z.array(operatorSchema).max(50),
});

/** How long the first worker may take to come, seconds: an instance of its own has to be found and must load the image. */
const coldStartsS = { fargate: 300, 'ecs-gpu': 900, sagemaker: 1200 } as const;

/** What one environment may choose. */
export const configSchema = z
  .strictObject({
    environment: z.enum(['dev', 'prod']),
    /** Begins every name that must be unique in an account and region. */
    prefix: z.string().regex(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/),
    inference: inferenceSchema,
    training: trainingSchema,
    workflow: workflowSchema,
    review: reviewPolicySchema,
    retention: retentionSchema,
    operations: operationsSchema,
    security: securitySchema,
    /**
     * Name of an IAM policy that bounds every role, where the account's administrators ask for one; null: none.
     * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
     */
    permissionsBoundary: z
      .string()
      .regex(/^[\w+=,.@-]{1,128}$/)
      .nullable(),
  })
  .superRefine(({ inference, training, workflow, operations, security }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (inference.backend !== 'sagemaker' && inference.spotWeight + inference.onDemandWeight === 0) {
      refuse(['inference', 'spotWeight'], 'must not be 0 together with onDemandWeight');
    }
    const sizes = { training, ...(inference.backend === 'fargate' ? { inference } : {}) };
    for (const [part, size] of Object.entries(sizes)) {
      const problem = fargateSizeProblem(size);
      if (problem !== undefined) refuse([part, 'memoryMb'], problem);
    }
    const longestS = Math.max(workflow.scoreTimeoutS, workflow.sanityTimeoutS);
    if (operations.stuckHours * 3600 <= longestS) {
      refuse(['operations', 'stuckHours'], `must be more than the longest batch may take (${longestS} s)`);
    }
    const clash = operatorClash(security.operators.map(({ name }) => name));
    if (clash !== undefined) refuse(['security', 'operators'], clash);
    const coldStartS = coldStartsS[inference.backend];
    for (const kind of ['score', 'sanity'] as const) {
      if (workflow[`${kind}HeartbeatS`] < coldStartS) {
        const why = `the first worker of ${inference.backend} may take so long to start`;
        refuse(['workflow', `${kind}HeartbeatS`], `must be at least ${coldStartS}: ${why}`);
      }
    }
    for (const kind of ['score', 'sanity'] as const) {
      const heartbeatS = workflow[`${kind}HeartbeatS`];
      // A worker that dies shows its message again after the visibility: the token must outlive that twice.
      if (heartbeatS < 2 * workflow.messageVisibilityS) {
        refuse(['workflow', `${kind}HeartbeatS`], 'must be at least twice messageVisibilityS');
      }
      if (heartbeatS >= workflow[`${kind}TimeoutS`]) {
        refuse(['workflow', `${kind}HeartbeatS`], `must be less than ${kind}TimeoutS`);
      }
    }
  });
export type Config = z.infer<typeof configSchema>;
export type EnvironmentName = Config['environment'];

/**
 * The checked form of `value`.
 * @throws UmbelError `config.invalid` naming the field
 */
export function parseConfig(value: unknown): Config {
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  throw new UmbelError({
    code: 'config.invalid',
    kind: 'configuration',
    message: `The deployment configuration is invalid: ${describeZodError(result.error)}`,
    hint: 'Mend the named field in lib/environments.ts.',
  });
}
