import { UmbelError } from '../errors.ts';

/** A camera as the planner needs it. */
export interface PlannedCamera {
  readonly name: string;
  readonly title: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly focalPx: number;
}

interface Lens {
  readonly title: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sensorWidthMm: number;
  readonly focalLengthMm: number;
}

/** Sources: the makers' specification pages, "Camera". */
const cameras: Readonly<Record<string, Lens>> = {
  'phantom-4-pro': lens('DJI Phantom 4 Pro and RTK, 1 inch, 20 MP', [5472, 3648], [13.2, 8.8]),
  'mavic-3e': lens('DJI Mavic 3 Enterprise, 4/3, 20 MP', [5280, 3956], [17.3, 12.29]),
  'zenmuse-p1': lens('DJI Zenmuse P1, 35 mm lens, 45 MP', [8192, 5460], [35.9, 35]),
  'mini-2': lens('DJI Mini 2, 1/2.3 inch, 12 MP', [4000, 3000], [6.17, 4.49]),
};

export const cameraNames: readonly string[] = Object.keys(cameras);

function lens(
  title: string,
  [widthPx, heightPx]: readonly [number, number],
  [sensorWidthMm, focalLengthMm]: readonly [number, number],
): Lens {
  return { title, widthPx, heightPx, sensorWidthMm, focalLengthMm };
}

/**
 * The camera of that name.
 * @throws UmbelError `plan.camera-unknown`
 */
export function cameraFor(name: string): PlannedCamera {
  const found = Object.hasOwn(cameras, name) ? cameras[name] : undefined;
  if (found !== undefined) {
    const { title, widthPx, heightPx, sensorWidthMm, focalLengthMm } = found;
    return { name, title, widthPx, heightPx, focalPx: (focalLengthMm / sensorWidthMm) * widthPx };
  }
  throw new UmbelError({
    code: 'plan.camera-unknown',
    kind: 'bad-input',
    message: `The planner knows no camera "${name}".`,
    hint: `Choose one of ${cameraNames.join(', ')}.`,
  });
}
