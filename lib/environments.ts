import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { UmbelError } from '#core/errors.ts';
import { defaultReviewPolicy } from '#core/review/policy.ts';
import { type Config, type EnvironmentName, parseConfig } from './config.ts';

/** To try things out, at the least cost; the laptop runs this environment's workflow. */
const dev = {
  environment: 'dev',
  prefix: 'umbel-dev',
  inference: {
    backend: 'fargate',
    cpuUnits: 2048,
    memoryMb: 4096,
    workersMax: 2,
    idleMinutes: 10,
    spotWeight: 1,
    onDemandWeight: 0,
    network: 'public-ip',
    remoteAllow: [],
  },
  training: { backend: 'ecs', cpuUnits: 2048, memoryMb: 4096, heartbeatS: 1800, timeoutS: 21_600 },
  workflow: {
    tileConcurrency: 20,
    scoreConcurrency: 4,
    cutConcurrency: 20,
    toleratedFailurePercent: 5,
    messageVisibilityS: 120,
    scoreHeartbeatS: 900,
    scoreTimeoutS: 3600,
    sanityHeartbeatS: 1800,
    sanityTimeoutS: 3600,
  },
  review: defaultReviewPolicy,
  retention: {
    logs: RetentionDays.TWO_WEEKS,
    sheetsDays: 14,
    runsDays: 30,
    formerVersionsDays: 7,
    keepData: false,
    backups: 'none',
  },
  operations: { alarmEmails: [], monthlyBudgetUsd: 100, stuckHours: 3 },
  security: {
    encryption: 'service-keys',
    guardDuty: { detector: false, scanModels: false },
    operators: [],
  },
  permissionsBoundary: null,
} satisfies Config;

/** The survey of a municipality. */
const prod: Config = {
  ...dev,
  environment: 'prod',
  prefix: 'umbel',
  inference: {
    ...dev.inference,
    cpuUnits: 4096,
    memoryMb: 8192,
    workersMax: 20,
    idleMinutes: 15,
    spotWeight: 4,
    onDemandWeight: 1,
    network: 'endpoints',
  },
  training: { ...dev.training, cpuUnits: 4096, memoryMb: 16_384, timeoutS: 86_400 },
  // Of 20 million photos 1 % of the tiles would be 90 million questions; this asks about two million.
  review: { ...defaultReviewPolicy, auditShare: 0.0001, auditPhotoShare: 0.002, uncertainPhotoShare: 0.01 },
  workflow: { ...dev.workflow, tileConcurrency: 500, scoreConcurrency: 60, cutConcurrency: 500 },
  retention: {
    logs: RetentionDays.SIX_MONTHS,
    sheetsDays: 90,
    runsDays: 365,
    formerVersionsDays: 90,
    keepData: true,
    backups: 'daily',
  },
  // Twenty terabytes a month and the first month's storage of two hundred: docs/plan-2000-km2.md.
  operations: { ...dev.operations, monthlyBudgetUsd: 6000 },
  security: { ...dev.security, encryption: 'own-key', guardDuty: { detector: true, scanModels: true } },
};

const environments: Readonly<Record<EnvironmentName, Config>> = { dev, prod };

export const environmentNames = ['dev', 'prod'] as const satisfies readonly EnvironmentName[];

/**
 * The checked configuration of an environment.
 * @throws UmbelError `config.unknown-environment`, `config.invalid`
 */
export function loadConfig(name: string): Config {
  const found = environmentNames.find((known) => known === name);
  if (found !== undefined) return parseConfig(environments[found]);
  throw new UmbelError({
    code: 'config.unknown-environment',
    kind: 'configuration',
    message: `There is no environment "${name}".`,
    hint: `Choose one of ${environmentNames.join(', ')}: cdk deploy --all -c environment=dev`,
  });
}
