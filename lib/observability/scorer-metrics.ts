import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { endpointMetric } from '../constructs/endpoint-scaling.ts';
import { variantName } from '../constructs/inference-endpoint.ts';
import type { WatchedScorer } from './watched-parts.ts';

/** What is asked of those who score, whatever they are. */
export interface ScorerMetrics {
  /** Batches that wait for a worker. */
  readonly waiting: IMetric;
  /** Batches that wait or are in hand. */
  readonly unfinished: IMetric;
  /** Workers or instances that run, and are paid. */
  readonly running: IMetric;
  /** How long the batch that waits longest has waited, seconds. */
  readonly oldestS: IMetric;
  /** Batches that were set aside. */
  readonly setAside: IMetric;
  /** What Step Functions calls while it waits for a token. */
  readonly integration: 'sqs:sendMessage.waitForTaskToken' | 'lambda:invoke.waitForTaskToken';
}

const oneMinute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);

/** The metrics of those who score. */
export function scorerMetrics(scorer: WatchedScorer): ScorerMetrics {
  return scorer.kind === 'workers' ? workerMetrics(scorer) : endpointMetrics(scorer);
}

function workerMetrics({
  queue,
  deadQueue,
  clusterName,
  serviceName,
}: Extract<WatchedScorer, { kind: 'workers' }>): ScorerMetrics {
  const waiting = queue.metricApproximateNumberOfMessagesVisible({
    period: fiveMinutes,
    statistic: 'Minimum',
    label: 'waiting',
  });
  const held = queue.metricApproximateNumberOfMessagesNotVisible({
    period: fiveMinutes,
    statistic: 'Maximum',
    label: 'in hand',
  });
  return {
    waiting,
    unfinished: new MathExpression({
      expression: 'waiting + held',
      label: 'waiting or in hand',
      usingMetrics: { waiting, held },
      period: fiveMinutes,
    }),
    running: new Metric({
      namespace: 'ECS/ContainerInsights',
      metricName: 'RunningTaskCount',
      dimensionsMap: { ClusterName: clusterName, ServiceName: serviceName },
      period: fiveMinutes,
      statistic: 'Average',
    }),
    oldestS: queue.metricApproximateAgeOfOldestMessage({ period: oneMinute, statistic: 'Maximum' }),
    setAside: deadQueue.metricApproximateNumberOfMessagesVisible({ period: oneMinute, statistic: 'Maximum' }),
    integration: 'sqs:sendMessage.waitForTaskToken',
  };
}

function endpointMetrics({ endpointName }: Extract<WatchedScorer, { kind: 'endpoint' }>): ScorerMetrics {
  const of = (metricName: string, statistic: string) => endpointMetric(endpointName, metricName, statistic);
  return {
    waiting: of('HasBacklogWithoutCapacity', 'Maximum').with({ period: fiveMinutes }),
    unfinished: of('ApproximateBacklogSize', 'Maximum').with({ period: fiveMinutes }),
    // Each instance that runs reports once a minute, and none reports when there is none.
    running: new Metric({
      namespace: '/aws/sagemaker/Endpoints',
      metricName: 'MemoryUtilization',
      dimensionsMap: { EndpointName: endpointName, VariantName: variantName },
      period: fiveMinutes,
      statistic: 'SampleCount',
    }),
    oldestS: new MathExpression({
      expression: 'milliseconds / 1000',
      label: 'longest wait of a batch',
      usingMetrics: { milliseconds: of('TimeInBacklog', 'Maximum') },
      period: oneMinute,
    }),
    setAside: new MathExpression({
      expression: 'FILL(failed, 0) + FILL(expired, 0)',
      label: 'failed or expired',
      usingMetrics: { failed: of('InvocationFailures', 'Sum'), expired: of('ExpiredRequests', 'Sum') },
      period: oneMinute,
    }),
    integration: 'lambda:invoke.waitForTaskToken',
  };
}
