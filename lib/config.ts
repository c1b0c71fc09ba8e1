import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { reviewPolicySchema } from '#core/review/policy.ts';
import { describeZodError } from '#core/validation.ts';

const inferenceSchema = z.strictObject({
  /** Where the model runs. Fargate has no GPUs; backends with GPUs take the same image. */
  backend: z.literal('fargate'),
  /** CPU units of one worker, 1024 = one vCPU. Fargate takes only some pairs of CPU and memory. */
  cpuUnits: z.literal([1024, 2048, 4096, 8192]),
  memoryMb: z.int().min(2048).max(61_440),
  /** Workers at most; without work there are none. */
  workersMax: z.int().min(1).max(500),
  /** Minutes without a message before the last worker is let go. */
  idleMinutes: z.int().min(5).max(60),
  /** Shares of spot and of on-demand capacity. A worker that is taken away costs one batch, no result. */
  spotWeight: z.int().min(0).max(100),
  onDemandWeight: z.int().min(0).max(100),
  /**
   * How workers reach AWS. `public-ip`: public subnets, no way in, nothing to pay while no worker runs.
   * `endpoints`: isolated subnets with interface endpoints, about 75 USD a month (five in two zones), no route to the internet.
   */
  network: z.enum(['public-ip', 'endpoints']),
});

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
});

const operationsSchema = z.strictObject({
  /** Who is told of alarms and of the budget; each address gets a mail to confirm. */
  alarmEmails: z.array(z.email()),
  /** Beyond 80 % of it, and when the month is on its way beyond all of it, a mail is sent. */
  monthlyBudgetUsd: z.number().min(1),
});

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
    /**
     * Name of an IAM policy that bounds every role, where the account's administrators ask for one; null: none.
     * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
     */
    permissionsBoundary: z
      .string()
      .regex(/^[\w+=,.@-]{1,128}$/)
      .nullable(),
  })
  .superRefine(({ inference, workflow }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (inference.spotWeight + inference.onDemandWeight === 0) {
      refuse(['inference', 'spotWeight'], 'must not be 0 together with onDemandWeight');
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
