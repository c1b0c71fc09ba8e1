import type { Construct } from 'constructs';
import { allowRead, allowReadItems, allowWrite } from '../constructs/permissions.ts';
import { photoFunction } from '../constructs/photo-function.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';
import type { FunctionParts } from './parts.ts';

/** Ten milliseconds a photo on one core. */
const timeoutS = 900;

/** Puts photos where their overlap shows that they are. It sees small pictures and poses. */
export function alignPhotosFunction(
  scope: Construct,
  { config, sourceRoot, buckets, tables }: FunctionParts,
): TimedFunction {
  const lambda = photoFunction(scope, 'AlignPhotos', {
    name: 'align-photos',
    config,
    sourceRoot,
    memoryMb: 1769,
    timeoutS,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      photosTable: tables.photos.tableName,
    },
  });
  allowRead(lambda, buckets.uploads, 'flights/');
  for (const prefix of ['previews/', 'runs/']) allowRead(lambda, buckets.work, prefix);
  allowWrite(lambda, buckets.work, 'runs/');
  allowReadItems(lambda, tables.photos);
  return { lambda, timeoutS };
}
