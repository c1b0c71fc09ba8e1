import type { CameraModel } from '../render/view.ts';

/** DJI Phantom 4 Pro (FC6310): 1-inch sensor 13.2 x 8.8 mm, 5472 x 3648 px (DJI, Phantom 4 Pro specifications). */
export const phantom4Pro = {
  make: 'DJI',
  model: 'FC6310',
  firmware: 'v01.08.1719',
  widthPx: 5472,
  heightPx: 3648,
  sensorWidthMm: 13.2,
  focalLengthMm: 8.8,
  focalLength35Mm: 24,
  fNumber: 5.6,
} as const;

/** The camera with pictures of another width: 3:2 like the sensor, the same field of view. */
export function cameraOfWidth(widthPx: number): CameraModel {
  const heightPx = Math.round((widthPx * phantom4Pro.heightPx) / phantom4Pro.widthPx);
  return { widthPx, heightPx, focalPx: (phantom4Pro.focalLengthMm / phantom4Pro.sensorWidthMm) * widthPx };
}
