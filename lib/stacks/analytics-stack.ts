import { Stack, type StackProps } from 'aws-cdk-lib';
import { type EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { driftAlarm } from '../analytics/drift-alarm.ts';
import { lakeCatalogue } from '../analytics/lake-catalogue.ts';
import { queryGroup } from '../analytics/query-group.ts';
import type { Config } from '../config.ts';
import { tendLakeFunction } from '../functions/tend-lake.ts';
import { watchDriftFunction } from '../functions/watch-drift.ts';
import { driftStateMachine } from '../workflows/drift/state-machine.ts';
import type { DataStack } from './data-stack.ts';

export interface AnalyticsStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly eventBus: EventBus;
  /** Who is told of alarms. */
  readonly topic: ITopic;
}

/** The lake for analysts: its catalogue, its workgroup and saved queries, and the daily look at the models. */
export class AnalyticsStack extends Stack {
  constructor(scope: Construct, id: string, props: AnalyticsStackProps) {
    super(scope, id, props);
    const { config, data, sourceRoot, eventBus, topic } = props;
    const { buckets, tables } = data;
    const { prefix } = config;
    const database = lakeCatalogue(this, { lake: buckets.lake, prefix });
    queryGroup(this, { lake: buckets.lake, prefix, database });
    const parts = { config, sourceRoot, buckets, tables };
    const workflow = driftStateMachine(this, 'Drift', {
      config,
      tendLake: tendLakeFunction(this, parts),
      watchDrift: watchDriftFunction(this, { ...parts, eventBus }),
    });
    everyNight(this, prefix, workflow);
    driftAlarm(this, prefix, topic);
  }
}

/** After the day's flights, before people come to work. */
function everyNight(scope: Construct, prefix: string, workflow: IStateMachine): Rule {
  return new Rule(scope, 'EveryNight', {
    ruleName: `${prefix}-drift`,
    description: 'Starts the workflow drift.',
    schedule: Schedule.cron({ minute: '20', hour: '2' }),
    targets: [new SfnStateMachine(workflow)],
  });
}
