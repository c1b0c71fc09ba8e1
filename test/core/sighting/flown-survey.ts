import { localFrame, type LocalFrame } from '#core/geo/local-frame.ts';
import type { Pose } from '#core/geo/pose.ts';
import { projector } from '#core/geo/project.ts';
import { defaultSigma } from '#core/geo/sigma.ts';
import { footprint } from '#core/geo/footprint.ts';
import { errorModel, errorRadii } from '#core/geo/uncertainty.ts';
import { cameraOfWidth } from '#core/simulate/flight/camera.ts';
import { measurePose } from '#core/simulate/flight/measure.ts';
import { planSurvey, type Station } from '#core/simulate/flight/survey.ts';
import { localFrame as simulatedFrame } from '#core/simulate/flight/local-frame.ts';
import { createRandom, hashInts, type Random } from '#core/simulate/random.ts';
import { detectionIdOf, type Detection, type PhotoFootprint } from '#core/sighting/detection.ts';

/** A simulated flight over level ground: cameras and lenses, but no pictures. */
export interface FlownOptions {
  readonly seed: number;
  readonly photos: number;
  readonly heightM: number;
  /** Share of a photo that the next one shows again, along and across the line of flight. */
  readonly overlap: number;
  /** No two plants closer than this, metres. */
  readonly spacingM: number;
  readonly plantsPerHa: number;
  /** Errors of what each photo says of itself, one sigma; 0 = exact. */
  readonly gpsSigmaM: number;
  readonly yawSigmaDeg: number;
  readonly pitchSigmaDeg: number;
  /** One sigma per axis of an error of position that all photos share, metres. */
  readonly driftSigmaM?: number;
  /** What the pose states of its position, where it is not what the errors are. */
  readonly statedGpsSigmaM?: number;
  /** One sigma of the place inside the tile, as a share of the tile. */
  readonly placeSigmaShare: number;
  /** Probability that a plant in view is detected. */
  readonly recall?: number;
}

export interface TruePlant {
  readonly eastM: number;
  readonly northM: number;
}

export interface FlownSurvey {
  readonly detections: Detection[];
  readonly footprints: PhotoFootprint[];
  /** Plants that were seen at least once. */
  readonly seen: ReadonlySet<TruePlant>;
  /** The plant that a detection shows. */
  readonly plantOf: ReadonlyMap<string, TruePlant>;
  readonly frame: LocalFrame;
}

interface Growing extends FlownSurvey {
  readonly seen: Set<TruePlant>;
  readonly plantOf: Map<string, TruePlant>;
}

const origin = { lat: 55.6, lon: 12.5 };
const tileSizeM = 2.5;

/** The detections of a model without faults on photos whose tags are a little wrong. */
export function flySurvey(options: FlownOptions): FlownSurvey {
  const camera = cameraOfWidth(5472);
  const { stations, extentM } = planSurvey({ ...options, camera, sideOverlap: options.overlap });
  const frame = localFrame(origin);
  const random = createRandom(hashInts(options.seed, 0xf1e1d));
  const plants = scatterPlants(options, extentM, random);
  const survey: Growing = { detections: [], footprints: [], seen: new Set(), plantOf: new Map(), frame };
  const drift = { eastM: random.normal(), northM: random.normal() };
  for (const station of stations) {
    const truth = truePose(station, camera, frame);
    const stated = statedPose(station, { truth, options, drift });
    addPhoto(survey, { station, truth, stated, plants, options, random });
  }
  return survey;
}

function truePose({ pose }: Station, camera: ReturnType<typeof cameraOfWidth>, frame: LocalFrame): Pose {
  const { heightM, yawDeg, pitchDeg, rollDeg } = pose;
  return {
    lat: frame.lat(pose.northM),
    lon: frame.lon(pose.eastM),
    heightAboveGroundM: heightM,
    yawDeg,
    pitchDeg,
    rollDeg,
    ...camera,
    sigma: defaultSigma(heightM, camera.focalPx),
    source: { position: 'given', height: 'given', attitude: 'given', focal: 'given' },
  };
}

/** What the photo's tags say, with the usual sigmas of a drone of that quality. */
function statedPose(
  station: Station,
  given: { readonly truth: Pose; readonly options: FlownOptions; readonly drift: TruePlant },
): Pose {
  const { truth, options, drift } = given;
  const measured = measurePose(station, simulatedFrame(origin), { ...options, groundAltitudeM: 0 });
  const frame = localFrame(origin);
  const driftM = options.driftSigmaM ?? 0;
  return {
    ...truth,
    lat: frame.lat(frame.northM(measured.lat) + driftM * drift.northM),
    lon: frame.lon(frame.eastM(measured.lon) + driftM * drift.eastM),
    heightAboveGroundM: measured.relativeAltitudeM,
    yawDeg: measured.yawDeg,
    pitchDeg: measured.pitchDeg,
    rollDeg: measured.rollDeg,
    sigma: {
      ...truth.sigma,
      horizontalM: options.statedGpsSigmaM ?? truth.sigma.horizontalM,
    },
  };
}

interface PhotoOfSurvey {
  readonly station: Station;
  readonly truth: Pose;
  readonly stated: Pose;
  readonly plants: readonly TruePlant[];
  readonly options: FlownOptions;
  readonly random: Random;
}

/** Adds what a photo shows: pixels by the camera as it was, places by what its tags say. */
function addPhoto(survey: Growing, photo: PhotoOfSurvey): void {
  const { station, truth, stated, plants, options, random } = photo;
  const photoId = station.index.toString(16).padStart(20, '0');
  const camera = projector(truth);
  const sigmaPx = (options.placeSigmaShare * tileSizeM * stated.focalPx) / stated.heightAboveGroundM;
  const place = placeWriter(stated, sigmaPx);
  const pixel = new Float64Array(2);
  survey.footprints.push({ photoId, footprint: footprint(stated)?.ring ?? [] });
  plants.forEach((plant, tileIndex) => {
    if (!camera.pixel(survey.frame.lat(plant.northM), survey.frame.lon(plant.eastM), pixel, 0)) return;
    const [u, v] = [pixel[0]!, pixel[1]!];
    if (u < 0 || v < 0 || u > truth.widthPx || v > truth.heightPx) return;
    if (!random.chance(options.recall ?? 0.95)) return;
    const detectionId = detectionIdOf(photoId, tileIndex);
    survey.seen.add(plant);
    survey.plantOf.set(detectionId, plant);
    survey.detections.push({
      detectionId,
      photoId,
      photoName: `DJI_${station.index}.JPG`,
      tileIndex,
      confidence: random.range(0.7, 1),
      ...place(u + sigmaPx * random.normal(), v + sigmaPx * random.normal()),
      areaM2: tileSizeM ** 2,
      tileSizeM,
    });
  });
}

/** Where a pixel lies on the ground by the tags, and how far that may be off. */
function placeWriter(pose: Pose, sigmaPx: number) {
  const camera = projector(pose);
  const errorAt = errorModel(pose, { sigmaUPx: sigmaPx, sigmaVPx: sigmaPx });
  const offset = new Float64Array(3);
  const covariance = new Float64Array(3);
  const place = new Float64Array(2);
  return (u: number, v: number): Pick<Detection, 'lat' | 'lon' | 'uncertaintyM'> => {
    camera.offset(u, v, offset, 0);
    camera.ground(u, v, place, 0);
    errorAt(offset, covariance);
    const [north2, northEast, east2] = [covariance[0]!, covariance[1]!, covariance[2]!];
    const { uncertaintyM } = errorRadii({ north2, northEast, east2 });
    return { lat: place[0]!, lon: place[1]!, uncertaintyM };
  };
}

function scatterPlants(options: FlownOptions, extentM: number, random: Random): TruePlant[] {
  const plants: TruePlant[] = [];
  const wanted = Math.round((options.plantsPerHa * extentM ** 2) / 10_000);
  for (let attempt = 0; plants.length < wanted && attempt < wanted * 100; attempt++) {
    const plant = { eastM: random.range(-0.5, 0.5) * extentM, northM: random.range(-0.5, 0.5) * extentM };
    const isFree = plants.every(
      ({ eastM, northM }) => Math.hypot(eastM - plant.eastM, northM - plant.northM) >= options.spacingM,
    );
    if (isFree) plants.push(plant);
  }
  return plants;
}
