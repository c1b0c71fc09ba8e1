import { hashInts } from '../random.ts';
import type { Scene } from '../scene.ts';
import { renderView, type Picture } from './render-view.ts';
import { makeSensor } from './sensor.ts';
import { cameraView, type CameraModel, type CameraPose } from './view.ts';

export interface PhotoShot {
  /** 0 for the first photo; with the scene's seed it decides noise and exposure. */
  readonly index: number;
  readonly camera: CameraModel;
  readonly pose: CameraPose;
}

/**
 * The picture that a camera takes of the scene. The same for the same scene and shot, whatever was rendered before.
 * @param rgb memory of an earlier picture of the same size, to be overwritten; default: new memory
 */
export function renderPhoto(scene: Scene, shot: PhotoShot, rgb?: Uint8Array): Picture {
  const sensor = makeSensor(scene.look, hashInts(scene.seed, 0xf0, shot.index));
  return renderView(scene, cameraView(shot.camera, shot.pose), sensor, rgb);
}
