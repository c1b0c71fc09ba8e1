import { assumptions } from './assumptions.ts';
import { type CostLine, costLine, figure } from './cost-lines.ts';
import type { Counts } from './counts.ts';
import type { Survey } from './survey.ts';

/** Result files, lists and summaries that a flight leaves. */
const filesPerFlight = 20;
/** Files that a map's ResultWriter leaves: a manifest and one file of results. */
const filesPerMap = 2;
const kilobyte = 1024;

/** What S3 charges for requests in one pass. */
export function objectLines(counts: Counts): CostLine[] {
  const { photos, cutPhotos, reviewTiles, flights } = counts;
  const files = flights * (filesPerFlight + 3 * filesPerMap);
  return [
    put('sheets written', photos, `${figure(photos)} photos`),
    put('previews written', photos, `${figure(photos)} photos`),
    put(
      'review tiles written',
      reviewTiles,
      `${figure(counts.uncertainTiles)} uncertain + ${figure(counts.auditTiles)} of the audit`,
    ),
    put(
      'results, lists, listings',
      files,
      `${figure(flights)} flights x ${filesPerFlight + 3 * filesPerMap}`,
    ),
    costLine('S3', 'photos, sheets and previews read', {
      price: 's3Get',
      quantity: 3 * photos + cutPhotos,
      formula: `3 x ${figure(photos)} photos + ${figure(cutPhotos)} cut for review`,
    }),
  ];
}

/** What GuardDuty charges for reading along: every request to S3 is an event. @param lines those of S3 */
export function threatLine(lines: readonly CostLine[]): CostLine {
  const requests = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return costLine('GuardDuty', 'requests to S3 that it reads', {
    price: 'guardDutyS3Event',
    quantity: requests,
    formula: `${figure(requests)} requests, all lines of S3 together`,
  });
}

/** What DynamoDB charges for requests in one pass. */
export function tableLines(survey: Survey, counts: Counts): CostLine[] {
  const { photos, reviewTiles, cutPhotos, flights } = counts;
  const scoreBytes = assumptions.scoreItemBytes + survey.tilesPerPhoto * assumptions.scoreTileBytes;
  const scoreUnits = Math.ceil(scoreBytes / kilobyte);
  const photoUnits = Math.ceil(assumptions.photoItemBytes / kilobyte);
  const scoreReads = Math.ceil(scoreBytes / (4 * kilobyte));
  const reads = photos * (5 + 3 * scoreReads) + cutPhotos * 2 + reviewTiles;
  return [
    write(
      'photos written',
      photos * photoUnits,
      `${figure(photos)} photos x ${photoUnits} KB (${assumptions.photoItemBytes} bytes)`,
    ),
    write(
      'scores written',
      photos * scoreUnits,
      `${figure(photos)} photos x ${scoreUnits} KB (${assumptions.scoreItemBytes} + ${survey.tilesPerPhoto} tiles x ${assumptions.scoreTileBytes} bytes)`,
    ),
    write('review items written', reviewTiles, `${figure(reviewTiles)} tiles x 1 KB`),
    write('flights and runs written', flights * 6, `${figure(flights)} flights x 6`),
    costLine('DynamoDB', 'reads', {
      price: 'dynamoRead',
      quantity: reads,
      formula: `${figure(photos)} photos x (5 looks at the photo + 3 x ${scoreReads} at its scores) + ${figure(cutPhotos)} cut x 2 + ${figure(reviewTiles)} review items`,
    }),
  ];
}

/** What logs, traces and queries cost in one pass. */
export function watchLines(counts: Counts, queries: number): CostLine[] {
  const calls = counts.tileBatches + counts.cutBatches + 5 * counts.flights;
  const logGb = (calls * assumptions.logBytesPerCall) / 1e9;
  const lakeTb = (counts.photos * assumptions.lakeBytesPerPhoto) / 1e12;
  return [
    costLine('CloudWatch', 'logs', {
      price: 'logsGb',
      quantity: logGb,
      formula: `${figure(calls)} calls x ${assumptions.logBytesPerCall} bytes`,
    }),
    costLine('X-Ray', 'traces', {
      price: 'trace',
      quantity: calls * assumptions.traceShare,
      formula: `${figure(calls)} calls x ${assumptions.traceShare}`,
    }),
    costLine('Athena', 'queries over the whole lake', {
      price: 'athenaTb',
      quantity: queries * lakeTb,
      formula: `${figure(queries)} queries x ${figure(lakeTb * 1000)} GB (${figure(counts.photos)} photos x ${assumptions.lakeBytesPerPhoto} bytes of Parquet)`,
    }),
  ];
}

function put(what: string, quantity: number, formula: string): CostLine {
  return costLine('S3', what, { price: 's3Put', quantity, formula });
}

function write(what: string, quantity: number, formula: string): CostLine {
  return costLine('DynamoDB', what, { price: 'dynamoWrite', quantity, formula });
}
