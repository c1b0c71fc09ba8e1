import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Config } from '../config.ts';
import type { DataBuckets, DataTables } from '../stacks/data-stack.ts';

/** What the functions of the pipeline are built from. */
export interface FunctionParts {
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly buckets: DataBuckets;
  readonly tables: DataTables;
  readonly eventBus: EventBus;
}
