import type { Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Config } from '../config.ts';

/** Who scores photos, as it is watched. */
export type WatchedScorer =
  | {
      readonly kind: 'workers';
      readonly queue: IQueue;
      /** Batches that nobody could score. */
      readonly deadQueue: IQueue;
      readonly clusterName: string;
      readonly serviceName: string;
    }
  | { readonly kind: 'endpoint'; readonly endpointName: string };

/** What is watched. Functions, cluster and service are known by name: a reference to each would tie the stacks together. */
export interface WatchedParts {
  readonly stack: Stack;
  readonly config: Config;
  readonly workflow: IStateMachine;
  readonly scorer: WatchedScorer;
  readonly unstarted: IQueue;
  /** Names without the prefix. */
  readonly functions: readonly string[];
}
