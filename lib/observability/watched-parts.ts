import type { Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Config } from '../config.ts';

/** What is watched. Functions, cluster and service are known by name: a reference to each would tie the stacks together. */
export interface WatchedParts {
  readonly stack: Stack;
  readonly config: Config;
  readonly workflow: IStateMachine;
  readonly queue: IQueue;
  readonly deadQueue: IQueue;
  readonly unstarted: IQueue;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Names without the prefix. */
  readonly functions: readonly string[];
}
