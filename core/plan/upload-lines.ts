import { type CostLine, costLine, figure } from './cost-lines.ts';
import { threatLine } from './data-lines.ts';
import type { Survey } from './survey.ts';

/** What it costs once to bring the photos in. Data into AWS is free. */
export function uploadLines({ photos, flights }: Survey): CostLine[] {
  const objects = photos + flights;
  const uploaded = costLine('S3', 'photos uploaded', {
    price: 's3Put',
    quantity: objects,
    formula: `${figure(photos)} photos + ${figure(flights)} manifests; one request each, for a photo is no larger than a part`,
  });
  return [
    uploaded,
    threatLine([uploaded]),
    costLine('EventBridge', 'events of the uploads bucket', {
      price: 's3Event',
      quantity: objects,
      formula: `${figure(objects)} objects`,
    }),
  ];
}
