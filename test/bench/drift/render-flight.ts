import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { planFlight } from '#cli/simulate/flight-plan.ts';
import { parseSimulateOptions, recipeOf } from '#cli/simulate/options.ts';
import { simulateFlight } from '#cli/simulate/simulate.ts';
import { jpegRoundTrip } from '#containers/training/jpeg.ts';
import { countByGround, type GroundCounter } from '#core/drift/ground-cells.ts';
import { medianOf } from '#core/drift/input-shift.ts';
import { defaultSigma } from '#core/geo/sigma.ts';
import { type ModelDriver, scoreBatch } from '#core/model/driver.ts';
import { qualityOf } from '#core/photo/quality.ts';
import { placeTiles } from '#core/photo/tile-places.ts';
import { planTiles, type TilePlan } from '#core/tiling/plan.ts';
import { composeSheet, layoutSheet, tilesOfSheet } from '#core/tiling/sheet.ts';
import { mixed, mixes } from './changed-pictures.ts';
import type { FlightOrder } from './flights-file.ts';

/** What was flown: as it is, with another camera, in a season that nobody taught, or with a model whose weights were shuffled. */
export type Flown = 'unchanged' | keyof typeof mixes | 'shuffled';

/** What drift looks at of one rendered flight. */
export interface FlownFigures {
  readonly flown: Flown;
  readonly surveyDate: string;
  readonly brightness: number;
  readonly sharpness: number;
  readonly gsdM: number;
  /** Tiles by bin of each piece of ground. */
  readonly cells: readonly (readonly number[])[];
}

export interface Models {
  readonly asMade: ModelDriver;
  readonly shuffled: ModelDriver;
}

const tilePx = 64;
const tiling = { sizeM: 2.5, overlapM: 0.5 };
/** 2.2 cm of ground a pixel from 40 m: the coarsest that the demo model learned from. */
const widthPx = 2736;

/** A flight over ground of its own, drawn, cut into tiles and scored as a run does it, under each change that is asked for. */
export async function renderFlight(
  dir: string,
  { flown, seed, photos }: FlightOrder & { readonly flown: readonly Flown[] },
  models: Models,
): Promise<FlownFigures[]> {
  const options = parseSimulateOptions({ dir, photos, seed, width: widthPx, threads: 1 });
  await simulateFlight(options, () => undefined);
  const day = planFlight(recipeOf(options)).startsAt.toISOString().slice(0, 10);
  const gathered = flown.map((change) => emptyFlight(change));
  for (const taken of await takenPhotos(dir))
    for (const flight of gathered) await addPhoto(flight, taken, models);
  rmSync(dir, { recursive: true });
  return gathered.map(({ flown: change, counter, brightness, sharpness, gsdM }) => ({
    flown: change,
    surveyDate: change === 'autumn' ? `${day.slice(0, 4)}-10-20` : day,
    brightness: medianOf(brightness),
    sharpness: medianOf(sharpness),
    gsdM: medianOf(gsdM),
    cells: counter.cells(),
  }));
}

interface Gathering {
  readonly flown: Flown;
  readonly counter: GroundCounter;
  readonly brightness: number[];
  readonly sharpness: number[];
  readonly gsdM: number[];
}

function emptyFlight(flown: Flown): Gathering {
  return { flown, counter: countByGround(), brightness: [], sharpness: [], gsdM: [] };
}

interface TakenPhoto {
  readonly file: string;
  readonly gsdM: number;
  readonly plan: TilePlan;
  readonly lat: Float64Array;
  readonly lon: Float64Array;
}

/** The photos of a folder with the places of their tiles, by what their GPS said. */
async function takenPhotos(dir: string): Promise<TakenPhoto[]> {
  const { camera, photos } = JSON.parse(readFileSync(path.join(dir, 'truth-poses.json'), 'utf8')) as {
    readonly camera: { readonly widthPx: number; readonly heightPx: number; readonly focalPx: number };
    readonly photos: readonly {
      readonly name: string;
      readonly measured: Record<
        'lat' | 'lon' | 'heightAboveGroundM' | 'yawDeg' | 'pitchDeg' | 'rollDeg',
        number
      >;
    }[];
  };
  return photos.map(({ name, measured }) => {
    const gsdM = measured.heightAboveGroundM / camera.focalPx;
    const plan = planTiles(tiling, { widthPx: camera.widthPx, heightPx: camera.heightPx, gsdM });
    const sigma = defaultSigma(measured.heightAboveGroundM, camera.focalPx);
    const source = { position: 'xmp', height: 'xmp', attitude: 'xmp', focal: 'exif' };
    const { lat, lon } = placeTiles({ ...camera, ...measured, sigma, source }, plan, {
      locations: undefined,
      sigmaShare: 0,
    });
    return { file: path.join(dir, name), gsdM, plan, lat, lon };
  });
}

async function addPhoto(flight: Gathering, taken: TakenPhoto, models: Models): Promise<void> {
  const { file, gsdM, plan, lat, lon } = taken;
  const { width, height } = await sharp(file).metadata();
  const layout = layoutSheet(plan, { widthPx: width, heightPx: height }, tilePx);
  const drawn = await sharp(file)
    .resize(layout.scaledWidthPx, layout.scaledHeightPx, { fit: 'fill' })
    .raw()
    .toBuffer();
  const { flown } = flight;
  const picture = flown in mixes ? mixed(drawn, mixes[flown as keyof typeof mixes]) : drawn;
  const quality = qualityOf(picture, layout.scaledWidthPx, layout.scaledHeightPx);
  const tiles = await jpegRoundTrip(tilesOfSheet(layout, composeSheet(layout, picture)), tilePx);
  const confidences = await scored(flown === 'shuffled' ? models.shuffled : models.asMade, tiles);
  flight.brightness.push(quality.brightness);
  flight.sharpness.push(quality.sharpness);
  flight.gsdM.push(gsdM);
  flight.counter.add(confidences.map((confidence, i) => ({ confidence, lat: lat[i]!, lon: lon[i]! })));
}

async function scored(driver: ModelDriver, pixels: Uint8Array): Promise<number[]> {
  const tileBytes = tilePx * tilePx * 3;
  const confidences: number[] = [];
  for (let at = 0; at < pixels.length; at += 32 * tileBytes) {
    const batch = pixels.subarray(at, at + 32 * tileBytes);
    const { confidences: own } = await scoreBatch(driver, { pixels: batch, count: batch.length / tileBytes });
    confidences.push(...own);
  }
  return confidences;
}
