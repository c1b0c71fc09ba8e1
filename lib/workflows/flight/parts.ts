import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Config } from '../../config.ts';

/** A function together with the time it has: its state waits a little longer. */
export interface TimedFunction {
  readonly lambda: IFunction;
  readonly timeoutS: number;
}

/**
 * Who scores photos: workers that take messages from a queue, or a function that hands each batch to an endpoint. Both report
 * the batch's token.
 */
export type Scorer =
  | { readonly kind: 'queue'; readonly queue: IQueue }
  | { readonly kind: 'endpoint'; readonly ask: TimedFunction };

/** What the states of the workflow `flight` are built from. */
export interface FlightParts {
  readonly functions: {
    readonly openFlight: TimedFunction;
    readonly tilePhotos: TimedFunction;
    readonly alignPhotos: TimedFunction;
    readonly planReview: TimedFunction;
    readonly cutReviewTiles: TimedFunction;
    readonly summariseFlight: TimedFunction;
  };
  readonly scorer: Scorer;
  readonly workBucket: IBucket;
  readonly config: Config;
}
