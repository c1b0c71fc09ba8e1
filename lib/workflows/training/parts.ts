import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../../config.ts';

/** What the states of the workflow `training` are built from. */
export interface TrainingParts {
  /** Where training workers take their messages from. */
  readonly queue: IQueue;
  readonly config: Config;
}
