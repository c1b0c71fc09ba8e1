import { planTiles } from '../tiling/plan.ts';
import type { Tiling } from '../tiling/tiling.ts';
import { cameraFor, type PlannedCamera } from './cameras.ts';
import { camerasMegapixels } from './megapixels.ts';

/** What the pilots and the model decide. */
export interface SurveyOptions {
  /** Ground to be photographed. */
  readonly km2: number;
  readonly heightM: number;
  /** Share of a photo that the next one on the line shows again, 0..0.95. */
  readonly overlap: number;
  /** Share of a photo that the next line shows again, 0..0.95. */
  readonly sideOverlap: number;
  readonly camera: string;
  readonly tiling: Tiling;
  /** Side of a tile as the model sees it, pixels. */
  readonly tilePx: number;
  /** Photos of one flight: one battery. */
  readonly photosPerFlight: number;
  /** Photos beyond the bare grid, share: edges of blocks, repeated lines. */
  readonly extraShare: number;
}

/** What a survey comes to before anything is computed. */
export interface Survey {
  readonly camera: PlannedCamera;
  readonly gsdM: number;
  readonly footprintM: readonly [across: number, along: number];
  /** Between photos on a line, and between lines. */
  readonly spacingM: readonly [along: number, across: number];
  readonly photos: number;
  readonly flights: number;
  readonly tilesPerPhoto: number;
  readonly sheetPx: number;
  /** A photo's tiles counted as tiles of 64 by 64 pixels, in which speeds are measured. */
  readonly modelTiles: number;
  readonly megapixels: number;
  readonly photoBytes: number;
  readonly totalBytes: number;
  /** Hours in the air on the lines, one drone. */
  readonly flyingHours: number;
}

/** The aircraft stores no photo faster, seconds (Phantom 4 Pro, DJI's specification: 2 s a JPEG in interval mode). */
const shortestIntervalS = 2;
const fastestMPerS = 10;
/** Bytes of a JPEG out of the camera for each pixel: 10 MB at 20 megapixels, 200 TB for 20 million photos. */
const bytesPerPixel = 0.5;

/** The photos, bytes and hours in the air of a survey flown in parallel lines, cameras looking straight down. */
export function planSurvey(options: SurveyOptions): Survey {
  const camera = cameraFor(options.camera);
  const gsdM = options.heightM / camera.focalPx;
  const footprintM = [camera.widthPx * gsdM, camera.heightPx * gsdM] as const;
  const alongM = footprintM[1] * (1 - options.overlap);
  const acrossM = footprintM[0] * (1 - options.sideOverlap);
  const photos = Math.ceil(((options.km2 * 1e6) / (alongM * acrossM)) * (1 + options.extraShare));
  const plan = planTiles(options.tiling, { widthPx: camera.widthPx, heightPx: camera.heightPx, gsdM });
  const photoBytes = camera.widthPx * camera.heightPx * bytesPerPixel;
  const intervalS = Math.max(shortestIntervalS, alongM / fastestMPerS);
  const tilesPerPhoto = plan.cols * plan.rows;
  return {
    camera,
    gsdM,
    footprintM,
    spacingM: [alongM, acrossM],
    photos,
    flights: Math.ceil(photos / options.photosPerFlight),
    tilesPerPhoto,
    sheetPx: tilesPerPhoto * options.tilePx ** 2,
    modelTiles: tilesPerPhoto * (options.tilePx / 64) ** 2,
    megapixels: camerasMegapixels(camera),
    photoBytes,
    totalBytes: photos * photoBytes,
    flyingHours: (photos * intervalS) / 3600,
  };
}
