import type { EnvironmentKey } from '#core/environment.ts';
import {
  endpointAnswersPrefix,
  fileListsPrefix,
  resultsPrefix,
  runPrefix,
  uploadKey,
  watchPrefix,
} from '#core/flight/keys.ts';
import { areasPrefix, athenaResultsPrefix, commitsPrefix } from '#core/lake/keys.ts';
import { trainingPrefix } from '#core/model/training/training-run.ts';
import { snapshotKeys } from '#core/snapshot/snapshot.ts';

/** A folder of a bucket, and how a deletion deals with what a flight left in it. */
export interface ObjectPlace {
  readonly bucket: EnvironmentKey;
  readonly prefix: string;
  readonly answer: PlaceAnswer;
}

export type PlaceAnswer =
  /** All below a prefix that names the flight goes. */
  | { readonly by: 'flight'; readonly prefixOf: (flightId: string) => string }
  /** All below a prefix that names a run goes. */
  | { readonly by: 'run'; readonly prefixOf: (runId: string) => string }
  /** A step of its own looks into the objects. */
  | { readonly by: 'step'; readonly step: 'eraseFromLake' | 'withdrawSnapshots' | 'trainingsWith' }
  /** It stays, with the reason. */
  | { readonly by: 'nobody'; readonly because: string };

const below = (prefix: string): string => `${prefix}/`;

/**
 * Every folder that anything is written to. A folder that is not here fails a test: whoever adds one decides here what
 * becomes of it when a flight is deleted.
 */
export const objectPlaces: readonly ObjectPlace[] = [
  ofFlight('uploadsBucket', 'flights/', (flightId) => uploadKey(flightId, '')),
  ofFlight('workBucket', 'sheets/', (flightId) => `sheets/${flightId}/`),
  ofFlight('workBucket', 'previews/', (flightId) => `previews/${flightId}/`),
  ofFlight('workBucket', fileListsPrefix, (flightId) => `${fileListsPrefix}${flightId}/`),
  ofFlight('resultsBucket', '', (flightId) => resultsPrefix(flightId, '')),
  ofRun('workBucket', runPrefix(''), (runId) => below(runPrefix(runId))),
  ofRun('reviewBucket', 'tiles/', (runId) => `tiles/${runId}/`),
  inStep('workBucket', trainingPrefix(''), 'trainingsWith'),
  inStep('modelsBucket', snapshotKeys.all, 'withdrawSnapshots'),
  inStep('modelsBucket', snapshotKeys.pictures, 'withdrawSnapshots'),
  inStep('lakeBucket', 'data/', 'eraseFromLake'),
  inStep('lakeBucket', commitsPrefix, 'eraseFromLake'),
  inStep('lakeBucket', 'symlinks/', 'eraseFromLake'),
  stays('lakeBucket', areasPrefix, 'Outlines of parishes are of no flight.'),
  stays('lakeBucket', athenaResultsPrefix, 'Answers that people asked Athena for end by themselves.'),
  stays('modelsBucket', 'models/', 'A model that learned from the flight is named, for a person to decide.'),
  stays('workBucket', endpointAnswersPrefix, 'SageMaker notes that a batch ended, not which; notes end.'),
  stays('workBucket', watchPrefix, 'The runs at work by their ids, written anew with every look.'),
];

function ofFlight(
  bucket: EnvironmentKey,
  prefix: string,
  prefixOf: (flightId: string) => string,
): ObjectPlace {
  return { bucket, prefix, answer: { by: 'flight', prefixOf } };
}

function ofRun(bucket: EnvironmentKey, prefix: string, prefixOf: (runId: string) => string): ObjectPlace {
  return { bucket, prefix, answer: { by: 'run', prefixOf } };
}

function inStep(
  bucket: EnvironmentKey,
  prefix: string,
  step: Extract<PlaceAnswer, { by: 'step' }>['step'],
): ObjectPlace {
  return { bucket, prefix, answer: { by: 'step', step } };
}

function stays(bucket: EnvironmentKey, prefix: string, because: string): ObjectPlace {
  return { bucket, prefix, answer: { by: 'nobody', because } };
}
