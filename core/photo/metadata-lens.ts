import { numberOf, textOf, withoutUndefined } from './metadata-values.ts';

/** Lens calibration that DJI's survey drones carry: Brown's model, as OpenCV counts it. */
export interface Dewarp {
  readonly fxPx: number;
  readonly fyPx: number;
  /** Principal point, pixels right of and below the picture's centre. */
  readonly offsetXPx: number;
  readonly offsetYPx: number;
  readonly k1: number;
  readonly k2: number;
  readonly p1: number;
  readonly p2: number;
  readonly k3: number;
}

export interface LensTags {
  readonly focalLengthMm?: number;
  /** 35-mm equivalent; drones refer it to the diagonal of the full sensor, whatever the picture's format. */
  readonly focalLength35Mm?: number;
  readonly digitalZoom?: number;
  /** Pixels per millimetre of the sensor (EXIF FocalPlaneXResolution). */
  readonly focalPlanePxPerMm?: number;
  /** DJI `CalibratedFocalLength`, pixels of the picture as the camera wrote it. */
  readonly calibratedFocalPx?: number;
  /** DJI `CalibratedOpticalCenterX/Y`, pixels from the left and top edges. */
  readonly opticalCentre?: { readonly xPx: number; readonly yPx: number };
  /** True when the camera straightened the picture itself (`DewarpFlag` 1), false when it says that it did not. */
  readonly dewarped?: boolean;
  readonly dewarp?: Dewarp;
}

type Tags = ReadonlyMap<string, unknown>;

/** Focal lengths, optical centre and distortion. */
export function lensOf(exif: Tags, xmp: Tags): LensTags {
  const dewarpFlag = numberOf(xmp.get('DewarpFlag'));
  return withoutUndefined<LensTags>({
    focalLengthMm: positive(exif.get('FocalLength')),
    focalLength35Mm: positive(exif.get('FocalLengthIn35mmFilm')),
    digitalZoom: positive(exif.get('DigitalZoomRatio')),
    focalPlanePxPerMm: focalPlane(exif),
    calibratedFocalPx: positive(xmp.get('CalibratedFocalLength')),
    opticalCentre: opticalCentre(xmp),
    dewarped: dewarpFlag === undefined ? undefined : dewarpFlag !== 0,
    dewarp: dewarpOf(xmp),
  });
}

/** Millimetres of EXIF's resolution units: 2 inch, 3 centimetre, 4 millimetre, 5 micrometre (EXIF 2.32; 4 and 5 by custom). */
const unitMm: Readonly<Record<number, number>> = { 2: 25.4, 3: 10, 4: 1, 5: 0.001 };

function focalPlane(exif: Tags): number | undefined {
  const perUnit = positive(exif.get('FocalPlaneXResolution'));
  const mm = unitMm[numberOf(exif.get('FocalPlaneResolutionUnit')) ?? 2];
  return perUnit === undefined || mm === undefined ? undefined : perUnit / mm;
}

function opticalCentre(xmp: Tags): { xPx: number; yPx: number } | undefined {
  const xPx = positive(xmp.get('CalibratedOpticalCenterX'));
  const yPx = positive(xmp.get('CalibratedOpticalCenterY'));
  return xPx === undefined || yPx === undefined ? undefined : { xPx, yPx };
}

/**
 * `DewarpData`: "date;fx,fy,cx,cy,k1,k2,p1,p2,k3", cx and cy counted from the picture's centre.
 * Source: DJI Phantom 4 RTK and Phantom 4 Multispectral Image Processing Guide, 2020.
 */
function dewarpOf(xmp: Tags): Dewarp | undefined {
  const text = textOf(xmp.get('DewarpData'));
  const list = text?.split(';')[1]?.split(',').map(numberOf);
  if (list?.length !== 9) return undefined;
  const [fxPx, fyPx, offsetXPx, offsetYPx, k1, k2, p1, p2, k3] = list;
  if (fxPx === undefined || fyPx === undefined || fxPx <= 0 || fyPx <= 0) return undefined;
  if (offsetXPx === undefined || offsetYPx === undefined || k1 === undefined || k2 === undefined)
    return undefined;
  if (p1 === undefined || p2 === undefined || k3 === undefined) return undefined;
  return { fxPx, fyPx, offsetXPx, offsetYPx, k1, k2, p1, p2, k3 };
}

function positive(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number > 0 ? number : undefined;
}
