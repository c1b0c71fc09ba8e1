import { Duration, Stack } from 'aws-cdk-lib';
import {
  AdjustmentType,
  MetricAggregationType,
  ScalableTarget,
  ServiceNamespace,
  StepScalingAction,
  TargetTrackingScalingPolicy,
} from 'aws-cdk-lib/aws-applicationautoscaling';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SagemakerConfig } from '../inference-config.ts';
import { type InferenceEndpoint, variantName } from './inference-endpoint.ts';
import { messagesPerWorker } from './worker-scaling.ts';

/** A metric of the requests that an endpoint keeps. Source: Amazon SageMaker AI Developer Guide, "Monitor asynchronous endpoints". */
export function endpointMetric(endpointName: string, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/SageMaker',
    metricName,
    dimensionsMap: { EndpointName: endpointName },
    period: Duration.minutes(1),
    statistic,
  });
}

/**
 * Scales the instances with the work: none without requests, the first as soon as there is one, then one for every two
 * requests. An instance is only let go when none is left, for nothing protects the one that has a batch in hand.
 */
export function scaleEndpoint(
  parent: Construct,
  { endpointName, resource }: InferenceEndpoint,
  { workersMax, idleMinutes }: SagemakerConfig,
): void {
  const scope = new Construct(parent, 'Scaling');
  const target = new ScalableTarget(scope, 'Target', {
    serviceNamespace: ServiceNamespace.SAGEMAKER,
    resourceId: `endpoint/${endpointName}/variant/${variantName}`,
    scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    minCapacity: 0,
    maxCapacity: workersMax,
    role: Role.fromRoleArn(scope, 'Role', scalingRoleArn(scope), { mutable: false }),
  });
  target.node.addDependency(resource);
  grow(scope, target, endpointName);
  wake(scope, target, endpointName);
  letGo(scope, target, { endpointName, idleMinutes });
}

/** One instance for every two requests; the first is there. */
function grow(
  scope: Construct,
  scalingTarget: ScalableTarget,
  endpointName: string,
): TargetTrackingScalingPolicy {
  return new TargetTrackingScalingPolicy(scope, 'Grow', {
    scalingTarget,
    policyName: `${endpointName}-grow`,
    customMetric: endpointMetric(endpointName, 'ApproximateBacklogSizePerInstance', 'Average'),
    targetValue: messagesPerWorker,
    scaleOutCooldown: Duration.minutes(2),
    disableScaleIn: true,
  });
}

/** From none no rate per instance can be told: a request that waits for the first one has a metric of its own. */
function wake(scope: Construct, target: ScalableTarget, endpointName: string): void {
  const action = exactly(scope, 'Wake', target);
  action.addAdjustment({ adjustment: 1, lowerBound: 0 });
  new Alarm(scope, 'Work', {
    alarmDescription: 'There are batches to score: Umbel starts the endpoint. No cause for alarm.',
    metric: endpointMetric(endpointName, 'HasBacklogWithoutCapacity', 'Maximum'),
    threshold: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new ApplicationScalingAction(action));
}

/** The backlog counts requests that are worked on, too. */
function letGo(
  scope: Construct,
  target: ScalableTarget,
  { endpointName, idleMinutes }: { endpointName: string; idleMinutes: number },
): void {
  const action = exactly(scope, 'LetGo', target);
  action.addAdjustment({ adjustment: 0, upperBound: 0 });
  new Alarm(scope, 'Idle', {
    alarmDescription: 'Nothing to score for a while: Umbel lets the endpoint rest. No cause for alarm.',
    metric: endpointMetric(endpointName, 'ApproximateBacklogSize', 'Maximum'),
    threshold: 0,
    comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: idleMinutes,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new ApplicationScalingAction(action));
}

function exactly(scope: Construct, id: string, scalingTarget: ScalableTarget): StepScalingAction {
  return new StepScalingAction(scope, id, {
    scalingTarget,
    adjustmentType: AdjustmentType.EXACT_CAPACITY,
    metricAggregationType: MetricAggregationType.MAXIMUM,
  });
}

/** The role that the service keeps for scaling in every account. */
function scalingRoleArn(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
  });
}
