import type { Construct } from 'constructs';
import { allowRead, allowReadItems, allowWrite, allowWriteItems } from '../constructs/permissions.ts';
import { photoFunction } from '../constructs/photo-function.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';
import type { FunctionParts } from './parts.ts';

/** Two tries fit into the five minutes that an EXPRESS child has. A batch takes 5 to 30 s. */
const timeoutS = 140;

/** Decodes photos and writes their sheets. 3008 MB buy 1.7 vCPU; the largest photo takes 1.2 GB. */
export function tilePhotosFunction(
  scope: Construct,
  { config, sourceRoot, buckets, tables }: FunctionParts,
): TimedFunction {
  const lambda = photoFunction(scope, 'TilePhotos', {
    name: 'tile-photos',
    config,
    sourceRoot,
    memoryMb: 3008,
    timeoutS,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      photosTable: tables.photos.tableName,
    },
  });
  allowRead(lambda, buckets.uploads, 'flights/');
  for (const prefix of ['sheets/', 'runs/*/batches/']) allowRead(lambda, buckets.work, prefix);
  for (const prefix of ['sheets/', 'previews/', 'runs/*/batches/']) allowWrite(lambda, buckets.work, prefix);
  allowReadItems(lambda, tables.photos);
  allowWriteItems(lambda, tables.photos);
  return { lambda, timeoutS };
}
