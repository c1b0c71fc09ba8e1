import { assumptions } from './assumptions.ts';
import type { Calibration } from './calibration.ts';
import { type CostLine, costLine, figure } from './cost-lines.ts';
import { batchPhotos, type Counts } from './counts.ts';
import { functionPhotoS, photoSeconds, type PlannedFunction } from './lambda-lines.ts';
import type { Survey } from './survey.ts';

/** States of the workflow that a flight passes, start and end included. */
export const transitionsPerFlight = 14;
/** Of a STANDARD child: start, its one state, end. */
const transitionsPerChild = 2;
/** Memory that an EXPRESS execution is charged in steps of, GB. Source: AWS Step Functions pricing, "Express Workflows". */
const expressGb = 64 / 1024;
/** A batch in SQS: sent, received, extended twice, deleted, and an empty look of an idle worker now and then. */
const requestsPerBatch = 6;

/** What Step Functions, SQS and EventBridge cost in one pass. */
export function workflowLines(survey: Survey, counts: Counts, calibration: Calibration): CostLine[] {
  const { flights, tileBatches, cutBatches, scoreBatches } = counts;
  const express = tileBatches + cutBatches;
  const photoS = (stage: PlannedFunction) =>
    photoSeconds(stage, functionPhotoS(stage, { survey, counts, calibration }));
  const tileS = batchPhotos.tile * photoS('tile-photos');
  const cutS = batchPhotos.cut * photoS('cut-review-tiles');
  const dispatched = express + scoreBatches;
  const repeats = 1 + assumptions.repeatShare;
  return [
    costLine('Step Functions', 'workflow and dispatch of batches', {
      price: 'standardTransition',
      quantity: flights * transitionsPerFlight + dispatched,
      formula: `${transitionsPerFlight} states x ${figure(flights)} flights + ${figure(dispatched)} batches`,
    }),
    costLine('Step Functions', 'STANDARD children that wait for a worker', {
      price: 'standardTransition',
      quantity: scoreBatches * transitionsPerChild * repeats,
      formula: `${figure(scoreBatches)} batches of ${batchPhotos.score} x ${transitionsPerChild} x ${repeats} repeats`,
    }),
    costLine('Step Functions', 'EXPRESS children', {
      price: 'expressRequest',
      quantity: express,
      formula: `${figure(tileBatches)} batches of ${batchPhotos.tile} + ${figure(cutBatches)} of ${batchPhotos.cut}`,
    }),
    costLine('Step Functions', 'EXPRESS children, time', {
      price: 'expressGbS',
      quantity: (tileBatches * tileS + cutBatches * cutS) * expressGb,
      formula: `(${figure(tileBatches)} x ${figure(tileS)} s + ${figure(cutBatches)} x ${figure(cutS)} s) x 64 MB`,
    }),
    costLine('SQS', 'batches to score', {
      price: 'sqsRequest',
      quantity: scoreBatches * requestsPerBatch * repeats,
      formula: `${figure(scoreBatches)} batches x ${requestsPerBatch} requests x ${repeats} repeats`,
    }),
    costLine('EventBridge', 'flights done', {
      price: 'busEvent',
      quantity: flights,
      formula: `${figure(flights)} flights`,
    }),
  ];
}
