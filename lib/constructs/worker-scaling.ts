import { Duration, Stack } from 'aws-cdk-lib';
import {
  AdjustmentType,
  type IScalableTargetRef,
  MetricAggregationType,
  ScalableTarget,
  ServiceNamespace,
  StepScalingAction,
} from 'aws-cdk-lib/aws-applicationautoscaling';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { type IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';

/** Messages that one worker should find waiting or in hand. */
export const messagesPerWorker = 2;

/**
 * Scales the workers with the work: none without messages, one for every two messages up to the configured number.
 * A worker that holds a batch protects itself from being chosen when there is less to do.
 */
export function scaleWorkers(
  service: FargateService,
  queue: IQueue,
  { workersMax, idleMinutes }: Pick<Config['inference'], 'workersMax' | 'idleMinutes'>,
): void {
  const scope = new Construct(service, 'Scaling');
  const target = new ScalableTarget(scope, 'Target', {
    serviceNamespace: ServiceNamespace.ECS,
    resourceId: `service/${service.cluster.clusterName}/${service.serviceName}`,
    scalableDimension: 'ecs:service:DesiredCount',
    minCapacity: 0,
    maxCapacity: workersMax,
    role: scalingRole(scope),
  });
  const messages = messagesOf(queue);
  growWithMessages(scope, target, messages, workersMax);
  letGo(scope, target, messages, idleMinutes);
}

/** The role that the service keeps for scaling in every account; one of our own would need the same rights again. */
function scalingRole(scope: Construct): IRole {
  const roleArn = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/ecs.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  });
  return Role.fromRoleArn(scope, 'Role', roleArn, { mutable: false });
}

/** Messages that wait and messages that a worker holds. */
function messagesOf(queue: IQueue): IMetric {
  const period = Duration.minutes(1);
  return new MathExpression({
    label: 'Batches to score',
    expression: 'waiting + held',
    period,
    usingMetrics: {
      waiting: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      held: queue.metricApproximateNumberOfMessagesNotVisible({ period, statistic: 'Maximum' }),
    },
  });
}

function growWithMessages(
  scope: Construct,
  target: IScalableTargetRef,
  metric: IMetric,
  workersMax: number,
): void {
  const threshold = 1;
  const action = stepAction(scope, 'Grow', target);
  const steps = growthSteps(workersMax);
  for (const [index, { fromMessages, workers }] of steps.entries()) {
    const next = steps[index + 1];
    action.addAdjustment({
      adjustment: workers,
      lowerBound: fromMessages - threshold,
      ...(next === undefined ? {} : { upperBound: next.fromMessages - threshold }),
    });
  }
  new Alarm(scope, 'Work', {
    alarmDescription: 'There are batches to score: Umbel starts workers. No cause for alarm.',
    metric,
    threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new ApplicationScalingAction(action));
}

/** Workers by messages: doubling from one to `workersMax`, so that 500 workers need ten steps (AWS takes forty). */
export function growthSteps(workersMax: number): { fromMessages: number; workers: number }[] {
  const steps = [{ fromMessages: 1, workers: 1 }];
  for (let workers = 2; workers < workersMax; workers *= 2) {
    steps.push({ fromMessages: (workers / 2) * messagesPerWorker + 1, workers });
  }
  const last = steps.at(-1)!.workers;
  if (workersMax > last) steps.push({ fromMessages: last * messagesPerWorker + 1, workers: workersMax });
  return steps;
}

function letGo(scope: Construct, target: IScalableTargetRef, metric: IMetric, idleMinutes: number): void {
  const action = stepAction(scope, 'LetGo', target);
  action.addAdjustment({ adjustment: 0, upperBound: 0 });
  new Alarm(scope, 'Idle', {
    alarmDescription: 'Nothing to score for a while: Umbel lets the last worker go. No cause for alarm.',
    metric,
    threshold: 0,
    comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: idleMinutes,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new ApplicationScalingAction(action));
}

function stepAction(scope: Construct, id: string, scalingTarget: IScalableTargetRef): StepScalingAction {
  return new StepScalingAction(scope, id, {
    scalingTarget,
    adjustmentType: AdjustmentType.EXACT_CAPACITY,
    metricAggregationType: MetricAggregationType.MAXIMUM,
  });
}
