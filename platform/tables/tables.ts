import { requireEnvironment } from '../environment.ts';
import { openDocumentClient } from './document-client.ts';
import { type FieldMarksTable, fieldMarksTable } from './field-marks-table.ts';
import { type AuditTable, auditTable } from './audit-table.ts';
import { type FlightsTable, flightsTable } from './flights-table.ts';
import { type LabelsTable, labelsTable } from './labels-table.ts';
import { type ModelsTable, modelsTable } from './models-table.ts';
import { type PhotosTable, photosTable } from './photos-table.ts';
import { type ReviewQueueTable, reviewQueueTable } from './review-queue-table.ts';
import { type ReviewsTable, reviewsTable } from './reviews-table.ts';
import { type ScoresTable, scoresTable } from './scores-table.ts';

/** The tables; each is opened at first use, so that a function needs only the names it was granted. */
export interface Tables {
  readonly flights: FlightsTable;
  readonly photos: PhotosTable;
  readonly scores: ScoresTable;
  readonly reviews: ReviewsTable;
  readonly models: ModelsTable;
  readonly audit: AuditTable;
  readonly reviewQueue: ReviewQueueTable;
  readonly labels: LabelsTable;
  readonly fieldMarks: FieldMarksTable;
}

/** The tables whose names the environment gives. */
export function openTables(): Tables {
  const client = openDocumentClient();
  return {
    get flights() {
      return flightsTable(client, requireEnvironment('flightsTable'));
    },
    get photos() {
      return photosTable(client, requireEnvironment('photosTable'));
    },
    get scores() {
      return scoresTable(client, requireEnvironment('scoresTable'));
    },
    get reviews() {
      return reviewsTable(client, requireEnvironment('reviewsTable'));
    },
    get models() {
      return modelsTable(client, requireEnvironment('modelsTable'));
    },
    get audit() {
      return auditTable(client, requireEnvironment('auditTable'));
    },
    get reviewQueue() {
      return reviewQueueTable(client, requireEnvironment('reviewQueueTable'));
    },
    get fieldMarks() {
      return fieldMarksTable(client, requireEnvironment('fieldMarksTable'));
    },
    get labels() {
      return labelsTable(client, requireEnvironment('labelsTable'));
    },
  };
}
