import { Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { alarms } from '../observability/alarms.ts';
import { budget } from '../observability/budget.ts';
import { watchFlightsFunction } from '../functions/watch-flights.ts';
import { dashboard } from '../observability/dashboard.ts';
import { detectThreats } from '../observability/threat-detection.ts';
import type { DataStack } from './data-stack.ts';
import type { InferenceStack } from './inference-stack.ts';
import type { PipelineStack } from './pipeline-stack.ts';

export interface ObservabilityStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly inference: InferenceStack;
  readonly pipeline: PipelineStack;
}

/** Functions that a flight needs, by their folder under `lambdas/`. */
const functions = [
  'start-flight',
  'follow-run',
  'open-flight',
  'tile-photos',
  'align-photos',
  'plan-review',
  'cut-review-tiles',
  'summarise-flight',
  'watch-flights',
] as const;

/** Who is told what: alarms that name their runbook, the dashboard, the budget, how many requests are traced. */
export class ObservabilityStack extends Stack {
  /** Who is told of alarms. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { config, data, inference, pipeline, sourceRoot } = props;
    const topic = alarmTopic(this, config);
    this.topic = topic;
    const parts = {
      stack: this,
      config,
      workflow: pipeline.workflow,
      scorer: inference.watched,
      unstarted: pipeline.unstarted,
      functions,
    };
    watchFlightsFunction(this, {
      config,
      sourceRoot,
      workBucket: data.buckets.work,
      workflow: pipeline.workflow,
    });
    detectThreats(this, { config, models: data.buckets.models, topic });
    dashboard(this, parts, alarms(this, parts, topic));
    budget(this, config);
    traceShare(this, config.prefix);
  }
}

/** Where alarms go; whoever is configured gets a mail to confirm. */
function alarmTopic(scope: Construct, { prefix, operations }: Config): ITopic {
  const topic = new Topic(scope, 'Alarms', { topicName: `${prefix}-alarms`, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  for (const address of operations.alarmEmails) topic.addSubscription(new EmailSubscription(address));
  return topic;
}

/** One request a second and one in twenty beyond: a million batches traced whole would cost as much as tiling them. */
function traceShare(scope: Construct, prefix: string): CfnSamplingRule {
  return new CfnSamplingRule(scope, 'Sampling', {
    samplingRule: {
      ruleName: prefix,
      priority: 1000,
      reservoirSize: 1,
      fixedRate: 0.05,
      host: '*',
      httpMethod: '*',
      resourceArn: '*',
      serviceName: `${prefix}-*`,
      serviceType: '*',
      urlPath: '*',
      version: 1,
    },
  });
}
