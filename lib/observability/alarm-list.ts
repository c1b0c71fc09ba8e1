import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { scorerMetrics } from './scorer-metrics.ts';
import type { WatchedParts } from './watched-parts.ts';

/** Something that a person must look at. */
export interface AlarmSpec {
  /** Name of the alarm, and of its page in docs/runbooks. */
  readonly name: string;
  /** What has happened, one sentence. */
  readonly sentence: string;
  readonly metric: IMetric;
  readonly threshold: number;
  /** Periods in a row. */
  readonly periods: number;
}

const fiveMinutes = Duration.minutes(5);
const oneMinute = Duration.minutes(1);

/** Periods of five minutes that the first worker may take to come. */
const coldStartPeriods = { fargate: 3, 'ecs-gpu': 4, sagemaker: 5 } as const;

/** Every alarm of a deployment. Alarms that only start and stop workers are not among them: lib/constructs/worker-scaling.ts. */
export function alarmList(parts: WatchedParts): AlarmSpec[] {
  return [...queueAlarms(parts), ...workerAlarms(parts), ...flightAlarms(parts), ...functionAlarms(parts)];
}

function queueAlarms({ config, scorer, unstarted }: WatchedParts): AlarmSpec[] {
  const { setAside, oldestS } = scorerMetrics(scorer);
  return [
    {
      name: 'dead-letters',
      sentence: 'A batch could not be scored and was set aside.',
      metric: setAside,
      threshold: 1,
      periods: 1,
    },
    {
      name: 'unstarted-flight',
      sentence: 'A flight was uploaded, but its run could not be started.',
      metric: unstarted.metricApproximateNumberOfMessagesVisible({ period: oneMinute, statistic: 'Maximum' }),
      threshold: 1,
      periods: 1,
    },
    {
      name: 'waiting-batch',
      sentence: 'A batch has waited for most of the time after which its flight gives it up.',
      metric: oldestS,
      threshold: Math.round(config.workflow.scoreHeartbeatS * 0.8),
      periods: 2,
    },
  ];
}

function workerAlarms({ config, scorer }: WatchedParts): AlarmSpec[] {
  const { waiting, unfinished, running } = scorerMetrics(scorer);
  return [
    {
      name: 'queue-without-workers',
      sentence: 'There are batches to score, but no worker takes them.',
      metric: new MathExpression({
        expression: 'IF(waiting > 0 AND FILL(running, 0) == 0, 1, 0)',
        usingMetrics: { waiting, running },
        period: fiveMinutes,
      }),
      threshold: 1,
      periods: coldStartPeriods[config.inference.backend],
    },
    {
      name: 'workers-without-work',
      sentence: 'Workers are paid for, but there is nothing to score.',
      metric: new MathExpression({
        expression: 'IF(unfinished == 0 AND FILL(running, 0) > 0, 1, 0)',
        usingMetrics: { unfinished, running },
        period: fiveMinutes,
      }),
      threshold: 1,
      periods: Math.ceil(config.inference.idleMinutes / 5) + 6,
    },
  ];
}

function flightAlarms({ stack, workflow, scorer }: WatchedParts): AlarmSpec[] {
  const workflowMetrics = {
    failed: workflow.metricFailed({ period: fiveMinutes }),
    timedOut: workflow.metricTimedOut({ period: fiveMinutes }),
    aborted: workflow.metricAborted({ period: fiveMinutes }),
  };
  const lostHeartbeats = new Metric({
    namespace: 'AWS/States',
    metricName: 'ServiceIntegrationsTimedOut',
    dimensionsMap: {
      ServiceIntegrationResourceArn: `arn:${stack.partition}:states:::${scorerMetrics(scorer).integration}`,
    },
    period: fiveMinutes,
    statistic: 'Sum',
  });
  return [
    {
      name: 'failed-run',
      sentence: 'The run of a flight failed.',
      metric: new MathExpression({
        expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
        usingMetrics: workflowMetrics,
        period: fiveMinutes,
      }),
      threshold: 1,
      periods: 1,
    },
    {
      name: 'lost-heartbeats',
      sentence: 'Batches get no sign of life from a worker and are sent again.',
      metric: lostHeartbeats,
      threshold: 5,
      periods: 2,
    },
    {
      name: 'stuck-flight',
      sentence: 'The run of a flight goes on for hours and nothing in it has moved.',
      metric: new Metric({
        namespace: 'Umbel',
        metricName: 'StuckFlights',
        dimensionsMap: { service: 'watch-flights' },
        period: Duration.minutes(15),
        statistic: 'Maximum',
      }),
      threshold: 1,
      periods: 1,
    },
  ];
}

function functionAlarms({ config, functions }: WatchedParts): AlarmSpec[] {
  const ofEach = (name: 'Errors' | 'Throttles') =>
    Object.fromEntries(
      functions.map((functionName, index) => [
        `m${index}`,
        new Metric({
          namespace: 'AWS/Lambda',
          metricName: name,
          dimensionsMap: { FunctionName: `${config.prefix}-${functionName}` },
          period: fiveMinutes,
          statistic: 'Sum',
        }),
      ]),
    );
  const sum = (name: 'Errors' | 'Throttles') =>
    new MathExpression({
      label: name,
      expression: 'SUM(METRICS())',
      usingMetrics: ofEach(name),
      period: fiveMinutes,
    });
  return [
    {
      name: 'function-errors',
      sentence: 'Functions fail again and again.',
      metric: sum('Errors'),
      threshold: 10,
      periods: 3,
    },
    {
      name: 'throttled-functions',
      sentence: 'More functions are wanted at once than the account may run.',
      metric: sum('Throttles'),
      threshold: 1,
      periods: 2,
    },
    {
      name: 'bad-photos',
      sentence: 'More than a fifth of the photos of the last hour cannot be used.',
      metric: new MathExpression({
        expression: 'IF(FILL(bad, 0) > 20, FILL(bad, 0) / (FILL(bad, 0) + FILL(good, 0)), 0)',
        usingMetrics: { bad: ofTiling('PhotosQuarantined'), good: ofTiling('PhotosTiled') },
        period: Duration.hours(1),
      }),
      threshold: 0.2,
      periods: 1,
    },
  ];
}

/** A metric that tile-photos writes. */
function ofTiling(metricName: string): Metric {
  return new Metric({
    namespace: 'Umbel',
    metricName,
    dimensionsMap: { service: 'tile-photos' },
    period: Duration.hours(1),
    statistic: 'Sum',
  });
}
