import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { executionRule } from '../constructs/execution-rule.ts';
import { manifestRule } from '../constructs/manifest-rule.ts';
import { mark } from '../constructs/mark.ts';
import { output } from '../constructs/names.ts';
import { operatorRoles } from '../constructs/operator-roles.ts';
import { deadLetterQueue } from '../constructs/work-queue.ts';
import { alignPhotosFunction } from '../functions/align-photos.ts';
import { cutReviewTilesFunction } from '../functions/cut-review-tiles.ts';
import { followRunFunction } from '../functions/follow-run.ts';
import { openFlightFunction } from '../functions/open-flight.ts';
import { planReviewFunction } from '../functions/plan-review.ts';
import { startFlightFunction } from '../functions/start-flight.ts';
import { summariseFlightFunction } from '../functions/summarise-flight.ts';
import { tilePhotosFunction } from '../functions/tile-photos.ts';
import { flightStateMachine } from '../workflows/flight/state-machine.ts';
import type { DataStack } from './data-stack.ts';
import type { InferenceStack } from './inference-stack.ts';

export interface PipelineStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly inference: InferenceStack;
  /** Root of the repository. */
  readonly sourceRoot: string;
}

/** The way of a flight: the rule that notices it, the workflow, and the functions that do its work. */
export class PipelineStack extends Stack {
  readonly workflow: IStateMachine;
  readonly eventBus: EventBus;
  /** Manifests whose run could not be started, and ends of runs that could not be written down. */
  readonly unstarted: IQueue;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { config, data, inference, sourceRoot } = props;
    const { buckets, tables } = data;
    const eventBus = new EventBus(this, 'Events', { eventBusName: `${config.prefix}-events` });
    mark(eventBus, { name: 'events' });
    this.eventBus = eventBus;
    const parts = { config, sourceRoot, buckets, tables, eventBus };
    const workflow = flightStateMachine(this, 'Flight', {
      functions: {
        openFlight: openFlightFunction(this, parts),
        tilePhotos: tilePhotosFunction(this, parts),
        alignPhotos: alignPhotosFunction(this, parts),
        planReview: planReviewFunction(this, parts),
        cutReviewTiles: cutReviewTilesFunction(this, parts),
        summariseFlight: summariseFlightFunction(this, parts),
      },
      scorer: inference.scorer,
      workBucket: buckets.work,
      config,
    });
    this.workflow = workflow;
    const failed = deadLetterQueue(this, 'UnstartedFlights', `${config.prefix}-unstarted-flights`);
    this.unstarted = failed;
    const startFlight = startFlightFunction(this, { ...parts, workflow, failed });
    for (const role of operatorRoles(this, { config, uploads: buckets.uploads }))
      output(this, `${role.node.id.replaceAll('-', '')}Role`, role.roleArn);
    manifestRule(this, 'FlightManifest', { uploads: buckets.uploads, target: startFlight, failed });
    const followRun = followRunFunction(this, { ...parts, failed });
    executionRule(this, 'FlightStatus', { workflow, target: followRun, failed });
  }
}
