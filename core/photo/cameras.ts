/** What has to be known of a camera to read its focal length right. */
export interface Camera {
  /** Full size of the sensor's picture in pixels; smaller formats are crops of it. */
  readonly fullWidthPx: number;
  readonly fullHeightPx: number;
  /** Focal length of a fixed lens in pixels of the full-size picture, where better known than the 35-mm equivalent. */
  readonly focalPx?: number;
}

const inch1 = { fullWidthPx: 5472, fullHeightPx: 3648 };
const inch23 = { fullWidthPx: 4000, fullHeightPx: 3000 };
const fourThirds = { fullWidthPx: 5280, fullHeightPx: 3956 };

/**
 * Cameras by the model code in EXIF, small letters. Sources: picture sizes and lenses from the makers' specification
 * pages ("Camera", "Photo size"); focal lengths in pixels from self-calibrations, each with its origin.
 * Drones write one focal length for every picture format; so the full sensor decides what it means.
 */
const cameras: ReadonlyMap<string, Camera> = new Map<string, Camera>([
  // DJI Phantom 3 Standard, Advanced, Professional; Inspire 1 (X3); 20 mm equivalent is rounded: 0.593 of 4000 px
  // is the calibration that OpenSfM ships (camera_calibration.yaml, "fc300s").
  ['fc300s', { ...inch23, focalPx: 0.593 * 4000 }],
  ['fc300x', { ...inch23, focalPx: 0.593 * 4000 }],
  ['fc300c', inch23],
  ['fc350', inch23],
  ['fc330', inch23], // Phantom 4
  ['fc220', inch23], // Mavic Pro
  ['fc550', { fullWidthPx: 4608, fullHeightPx: 3456 }], // Zenmuse X5
  ['fc6310', inch1], // Phantom 4 Pro
  ['fc6310s', inch1], // Phantom 4 Pro V2
  ['fc6310r', inch1], // Phantom 4 RTK
  ['fc6510', inch1], // Zenmuse X4S
  ['fc6520', fourThirds], // Zenmuse X5S
  ['fc1102', { fullWidthPx: 3968, fullHeightPx: 2976 }], // Spark
  ['fc2103', { fullWidthPx: 4056, fullHeightPx: 3040 }], // Mavic Air
  ['fc2204', inch23], // Mavic 2 Zoom
  ['l1d-20c', inch1], // Mavic 2 Pro
  ['fc7203', inch23], // Mavic Mini
  ['fc7303', inch23], // Mini 2
  ['fc3170', inch23], // Mavic Air 2
  ['fc3411', inch1], // Air 2S
  ['fc3582', { fullWidthPx: 4032, fullHeightPx: 3024 }], // Mini 3 Pro
  ['l2d-20c', fourThirds], // Mavic 3
  ['m3e', fourThirds], // Mavic 3 Enterprise
  ['m3m', fourThirds], // Mavic 3 Multispectral
  ['m4e', fourThirds], // Matrice 4E
  ['zenmusep1', { fullWidthPx: 8192, fullHeightPx: 5460 }],
  ['xt705', inch1], // Autel EVO II Pro
  ['xt701', inch23], // Autel EVO II
  ['xb015', inch23], // Autel EVO
  ['anafi', { fullWidthPx: 5344, fullHeightPx: 4016 }], // Parrot Anafi
]);

/** The camera of that model code, or undefined. */
export function cameraOf(model: string | undefined): Camera | undefined {
  return model === undefined ? undefined : cameras.get(model.toLowerCase());
}

/** Diagonal of the 35-mm film frame of 36 by 24 mm (ISO 1222 via CIPA DCG-001: the equivalent refers to the diagonal). */
export const filmDiagonalMm = Math.hypot(36, 24);
