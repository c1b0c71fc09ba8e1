/**
 * Names of the environment variables that the infrastructure sets and the handlers read: one list for both sides.
 * Buckets and tables carry names, queues and workflows the identifiers of their service.
 */
export const environmentNames = {
  uploadsBucket: 'UMBEL_UPLOADS_BUCKET',
  workBucket: 'UMBEL_WORK_BUCKET',
  modelsBucket: 'UMBEL_MODELS_BUCKET',
  reviewBucket: 'UMBEL_REVIEW_BUCKET',
  resultsBucket: 'UMBEL_RESULTS_BUCKET',
  lakeBucket: 'UMBEL_LAKE_BUCKET',
  flightsTable: 'UMBEL_FLIGHTS_TABLE',
  photosTable: 'UMBEL_PHOTOS_TABLE',
  scoresTable: 'UMBEL_SCORES_TABLE',
  reviewsTable: 'UMBEL_REVIEWS_TABLE',
  modelsTable: 'UMBEL_MODELS_TABLE',
  auditTable: 'UMBEL_AUDIT_TABLE',
  reviewQueueTable: 'UMBEL_REVIEW_QUEUE_TABLE',
  labelsTable: 'UMBEL_LABELS_TABLE',
  fieldMarksTable: 'UMBEL_FIELD_MARKS_TABLE',
  idempotencyTable: 'UMBEL_IDEMPOTENCY_TABLE',
  inferenceQueueUrl: 'UMBEL_INFERENCE_QUEUE_URL',
  trainingQueueUrl: 'UMBEL_TRAINING_QUEUE_URL',
  inferenceEndpointName: 'UMBEL_INFERENCE_ENDPOINT_NAME',
  flightWorkflowArn: 'UMBEL_FLIGHT_WORKFLOW_ARN',
  eventBusName: 'UMBEL_EVENT_BUS_NAME',
  /** Servers of one's own that models may run on, separated by commas. */
  remoteAllow: 'UMBEL_REMOTE_ALLOW',
} as const;

export type EnvironmentKey = keyof typeof environmentNames;
