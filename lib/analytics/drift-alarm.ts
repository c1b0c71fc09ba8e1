import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { runbookOf } from '../observability/alarms.ts';

/** Somebody should look at a model: on a flight of the last days it was not what it was. */
export function driftAlarm(scope: Construct, prefix: string, topic: ITopic): void {
  const alarm = new Alarm(scope, 'ModelDrift', {
    alarmName: `${prefix}-model-drift`,
    alarmDescription: `A model is not what it was when it was accepted. What to do: ${runbookOf('model-drift')}`,
    metric: new Metric({
      namespace: 'Umbel',
      metricName: 'DriftAlarms',
      dimensionsMap: { service: 'watch-drift' },
      statistic: 'Maximum',
      period: Duration.days(1),
    }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
}
