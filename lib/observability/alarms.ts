import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmList } from './alarm-list.ts';
import type { WatchedParts } from './watched-parts.ts';

/** Where the page of an alarm is, from the root of the repository. */
export function runbookOf(name: string): string {
  return `docs/runbooks/${name}.md`;
}

/** Every alarm; each says what has happened and which page tells what to do. */
export function alarms(scope: Construct, parts: WatchedParts, topic: ITopic): Alarm[] {
  return alarmList(parts).map(({ name, sentence, metric, threshold, periods }) => {
    const alarm = new Alarm(scope, name, {
      alarmName: `${parts.config.prefix}-${name}`,
      alarmDescription: `${sentence} What to do: ${runbookOf(name)}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    return alarm;
  });
}
