import type { FlightGeometry } from '../flight/manifest.ts';
import { cameraOf, filmDiagonalMm } from '../photo/cameras.ts';
import type { PhotoMetadata } from '../photo/metadata.ts';
import type { Flag } from './flags.ts';
import type { Distortion } from './lens.ts';
import { focalSigmaShares } from './sigma.ts';

type Raise = (flag: Flag) => void;
interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface FocalOfPhoto {
  readonly focalPx: number;
  readonly sigmaPx: number;
  readonly source: string;
  readonly centre?: { readonly xPx: number; readonly yPx: number };
  readonly lens?: Distortion;
}

interface Focal {
  readonly focalPx: number;
  readonly share: number;
  readonly source: string;
}

/** Focal lengths of one photo that differ by more than this contradict each other. */
const contradictionShare = 0.12;

/** Focal length in pixels of the photo as stored, best source first; undefined when nothing tells it. */
export function focalOfPhoto(
  metadata: PhotoMetadata,
  size: Size,
  options: FlightGeometry,
  raise: Raise,
): FocalOfPhoto | undefined {
  const given = givenFocal(metadata, size, options);
  if (given !== undefined) return finish(given);
  const scale = storedScale(metadata, size, raise);
  const calibrated = calibratedFocal(metadata, scale);
  const general =
    tableFocal(metadata, size) ?? equivalentFocal(metadata, size, raise) ?? planeFocal(metadata, scale);
  const focal = calibrated ?? general;
  if (focal === undefined) {
    raise('focal.unknown');
    return undefined;
  }
  const differs =
    general !== undefined &&
    Math.abs(focal.focalPx / general.focalPx - 1) > contradictionShare + general.share;
  if (differs) raise('focal.contradictory');
  if (metadata.dewarped === false && metadata.dewarp === undefined) raise('lens.uncorrected');
  return {
    ...finish(differs ? { ...focal, share: contradictionShare } : focal),
    ...(calibrated === undefined ? {} : calibratedLens(metadata, size, scale)),
  };
}

function finish({ focalPx, share, source }: Focal): FocalOfPhoto {
  return { focalPx, sigmaPx: share * focalPx, source };
}

function givenFocal(metadata: PhotoMetadata, size: Size, { camera }: FlightGeometry): Focal | undefined {
  const share = focalSigmaShares.calibrated;
  if (camera?.focalPx !== undefined) return { focalPx: camera.focalPx, share, source: 'flight' };
  const lengthMm = camera?.focalLengthMm ?? metadata.focalLengthMm;
  if (camera?.sensorWidthMm === undefined || lengthMm === undefined) return undefined;
  return {
    focalPx: (lengthMm / camera.sensorWidthMm) * size.widthPx,
    share: focalSigmaShares.millimetres,
    source: 'flight',
  };
}

/** Stored pixels per pixel that the camera wrote: below 1 when the photo was made smaller afterwards. */
function storedScale(metadata: PhotoMetadata, size: Size, raise: Raise): number {
  const { exifWidthPx, exifHeightPx } = metadata;
  if (exifWidthPx === undefined || exifHeightPx === undefined) return 1;
  const scale = size.widthPx / exifWidthPx;
  const aspectChange = (size.widthPx * exifHeightPx) / (size.heightPx * exifWidthPx);
  if (Math.abs(aspectChange - 1) < 0.01) return scale;
  // Turned sideways is not cropped; a thumbnail's size in the tags is neither.
  const isTurned = Math.abs((size.widthPx * exifWidthPx) / (size.heightPx * exifHeightPx) - 1) < 0.01;
  if (isTurned) return size.widthPx / exifHeightPx;
  raise('photo.cropped');
  return 1;
}

function calibratedFocal(metadata: PhotoMetadata, scale: number): Focal | undefined {
  const writtenPx = usableDewarp(metadata)?.fxPx ?? metadata.calibratedFocalPx;
  // Zoomed photos keep the calibration of the unzoomed lens.
  const zoom = metadata.digitalZoom !== undefined && metadata.digitalZoom > 1 ? metadata.digitalZoom : 1;
  if (writtenPx === undefined) return undefined;
  return { focalPx: writtenPx * scale * zoom, share: focalSigmaShares.calibrated, source: 'calibrated' };
}

function usableDewarp(metadata: PhotoMetadata) {
  return metadata.dewarped === false ? metadata.dewarp : undefined;
}

function calibratedLens(
  metadata: PhotoMetadata,
  size: Size,
  scale: number,
): Pick<FocalOfPhoto, 'centre' | 'lens'> {
  const dewarp = usableDewarp(metadata);
  if (dewarp !== undefined) {
    const { k1, k2, p1, p2, k3 } = dewarp;
    const centre = {
      xPx: size.widthPx / 2 + dewarp.offsetXPx * scale,
      yPx: size.heightPx / 2 + dewarp.offsetYPx * scale,
    };
    return { centre, lens: { k1, k2, p1, p2, k3 } };
  }
  const told = metadata.opticalCentre;
  if (told === undefined) return {};
  const centre = { xPx: told.xPx * scale, yPx: told.yPx * scale };
  // The centre counts in the full picture; in another format it says nothing.
  const isInMiddle =
    Math.abs(centre.xPx / size.widthPx - 0.5) < 0.05 && Math.abs(centre.yPx / size.heightPx - 0.5) < 0.05;
  return isInMiddle ? { centre } : {};
}

/** Pixels of this photo per pixel of the full sensor: crops keep either the width or the height. */
function formatScale(size: Size, full: { fullWidthPx: number; fullHeightPx: number }): number {
  const longPx = Math.max(size.widthPx, size.heightPx);
  const shortPx = Math.min(size.widthPx, size.heightPx);
  return Math.max(longPx / full.fullWidthPx, shortPx / full.fullHeightPx);
}

function zoomOf(metadata: PhotoMetadata, raise: Raise): number {
  if (metadata.digitalZoom === undefined || metadata.digitalZoom <= 1) return 1;
  raise('focal.digital-zoom');
  return metadata.digitalZoom;
}

function tableFocal(metadata: PhotoMetadata, size: Size): Focal | undefined {
  const camera = cameraOf(metadata.model);
  if (camera?.focalPx === undefined || (metadata.digitalZoom ?? 1) > 1) return undefined;
  return {
    focalPx: camera.focalPx * formatScale(size, camera),
    share: focalSigmaShares.table,
    source: 'camera-table',
  };
}

function equivalentFocal(metadata: PhotoMetadata, size: Size, raise: Raise): Focal | undefined {
  const equivalentMm = metadata.focalLength35Mm;
  if (equivalentMm === undefined) return undefined;
  const camera = cameraOf(metadata.model);
  const full = camera ?? assumedFull(size);
  const isFull = Math.abs((size.widthPx * full.fullHeightPx) / (size.heightPx * full.fullWidthPx) - 1) < 0.02;
  const assumed = camera === undefined && !isFull;
  if (assumed) raise('focal.format-assumed');
  const diagonalPx = Math.hypot(full.fullWidthPx, full.fullHeightPx) * formatScale(size, full);
  const rounding = 0.5 / Math.sqrt(3) / equivalentMm;
  return {
    focalPx: (equivalentMm / filmDiagonalMm) * diagonalPx * zoomOf(metadata, raise),
    share: Math.hypot(assumed ? focalSigmaShares.assumed : focalSigmaShares.equivalent, rounding),
    source: '35-mm-equivalent',
  };
}

/** Pictures of format 4:3 and 3:2 show the whole sensor; wider ones are crops, of 4:3 on nearly every drone. */
function assumedFull(size: Size): { fullWidthPx: number; fullHeightPx: number } {
  const longPx = Math.max(size.widthPx, size.heightPx);
  const shortPx = Math.min(size.widthPx, size.heightPx);
  return longPx / shortPx > 1.55
    ? { fullWidthPx: longPx, fullHeightPx: (longPx * 3) / 4 }
    : { fullWidthPx: longPx, fullHeightPx: shortPx };
}

function planeFocal(metadata: PhotoMetadata, scale: number): Focal | undefined {
  if (metadata.focalLengthMm === undefined || metadata.focalPlanePxPerMm === undefined) return undefined;
  const focalPx = metadata.focalLengthMm * metadata.focalPlanePxPerMm * scale;
  return { focalPx, share: focalSigmaShares.millimetres, source: 'focal-plane' };
}
