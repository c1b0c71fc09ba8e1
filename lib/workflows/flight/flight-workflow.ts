import { Choice, Condition, type IChainable, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { alignPhotos } from './align-photos.ts';
import { checkSanity } from './check-sanity.ts';
import { cutReviewTiles } from './cut-review-tiles.ts';
import { openFlight } from './open-flight.ts';
import type { FlightParts } from './parts.ts';
import { planReview } from './plan-review.ts';
import { scorePhotos } from './score-photos.ts';
import { summariseFlight } from './summarise-flight.ts';
import { tilePhotos } from './tile-photos.ts';

/**
 * The states of the workflow `flight`, from the first. A flight without photos is only summarised; one without a
 * model is tiled and offered for labelling; no photo is read again where the model is sure of every tile. No state
 * catches its error: so a redrive goes on with the state that failed. The failure is written down by who is told of the
 * end of the execution (`lib/functions/follow-run.ts`).
 */
export function flightStates(scope: Construct, parts: FlightParts): IChainable {
  const open = openFlight(scope, parts);
  const tile = tilePhotos(scope, parts);
  const align = alignPhotos(scope, parts);
  const sanity = checkSanity(scope, parts);
  const score = scorePhotos(scope, parts);
  const plan = planReview(scope, parts);
  const cut = cutReviewTiles(scope, parts);
  const summarise = summariseFlight(scope, parts);
  cut.next(summarise).next(Succeed.jsonata(scope, 'Done'));
  const anyReview = Choice.jsonata(scope, 'AnyReview')
    .when(Condition.jsonata('{% $reviewPhotos.count > 0 %}'), cut)
    .otherwise(summarise);
  sanity.next(score).next(plan).next(anyReview);
  const hasModel = Choice.jsonata(scope, 'HasModel')
    .when(Condition.jsonata('{% $scored %}'), sanity)
    .otherwise(summarise);
  const anyPhotos = Choice.jsonata(scope, 'AnyPhotos')
    .when(Condition.jsonata('{% $photos.count > 0 %}'), tile.next(align).next(hasModel))
    .otherwise(summarise);
  return open.next(anyPhotos);
}
