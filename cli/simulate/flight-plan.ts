import { cameraOfWidth } from '#core/simulate/flight/camera.ts';
import { localFrame, type LocalFrame } from '#core/simulate/flight/local-frame.ts';
import { measurePose } from '#core/simulate/flight/measure.ts';
import { planSurvey, type Station, type Survey } from '#core/simulate/flight/survey.ts';
import { photoName } from '#core/simulate/flight/truth.ts';
import { makeLook, type Look } from '#core/simulate/look.ts';
import { createRandom, hashInts } from '#core/simulate/random.ts';
import type { CameraModel } from '#core/simulate/render/view.ts';
import type { SceneOptions } from '#core/simulate/scene.ts';
import type { FlightRecipe } from './options.ts';
import type { TagSource } from './photo-tags.ts';

/** A flight thought through to the end, before anything is painted: cheap, and the same in every thread. */
export interface FlightPlan {
  readonly recipe: FlightRecipe;
  readonly camera: CameraModel;
  readonly survey: Survey;
  readonly frame: LocalFrame;
  readonly scene: SceneOptions;
  readonly startsAt: Date;
  readonly offsetMinutes: number;
}

/** Height of the ground above sea level in metres: some moor in Jutland. */
const groundAltitudeM = 24;

/** The plan of a flight. */
export function planFlight(recipe: FlightRecipe): FlightPlan {
  const { seed, season, plantsPerHa } = recipe;
  const camera = cameraOfWidth(recipe.width);
  const survey = planSurvey({
    seed,
    camera,
    photos: recipe.photos,
    heightM: recipe.height,
    overlap: recipe.overlap / 100,
    sideOverlap: recipe.sideOverlap / 100,
  });
  const gsdM = recipe.height / camera.focalPx;
  // Well below half a pixel, so that every photo, a little higher or lower, uses the same level of detail. Coarser than
  // 4 cm a leaf would be a blot; finer than 2 mm only costs time.
  const texelM = Math.min(0.04, Math.max(0.002, 0.42 * gsdM));
  // Summer time of the zone by longitude: UTC+2 in Denmark.
  const offsetMinutes = 60 * Math.round(recipe.origin.lon / 15) + 60;
  return {
    recipe,
    camera,
    survey,
    frame: localFrame(recipe.origin),
    scene: { seed, season, plantsPerHa, extentM: survey.extentM, texelM },
    startsAt: startTime(makeLook({ seed, season }), seed, offsetMinutes),
    offsetMinutes,
  };
}

/** A day in May or July 2026, at the hour when the sun stands where the shadows say (it moves about 18 degrees an hour). */
function startTime(look: Look, seed: number, offsetMinutes: number): Date {
  const random = createRandom(hashInts(seed, 0xda7e));
  const [month, day] = look.season === 'spring' ? [4, 5 + random.int(18)] : [6, 1 + random.int(24)];
  const localHour = 13.3 + (look.sunAzimuthDeg - 180) / 18;
  const minutes = Math.round(localHour * 60) - offsetMinutes;
  return new Date(Date.UTC(2026, month, day, 0, minutes, random.int(60), random.int(1000)));
}

/** What the tags of a photo say: the measured pose, not the true one. */
export function tagsFor(plan: FlightPlan, station: Station): TagSource {
  const { recipe } = plan;
  const pose = measurePose(station, plan.frame, {
    seed: recipe.seed,
    gpsSigmaM: recipe.gpsSigma,
    yawSigmaDeg: recipe.yawSigma,
    pitchSigmaDeg: recipe.pitchSigma,
    groundAltitudeM,
  });
  return {
    name: photoName(station.index),
    pose,
    camera: plan.camera,
    takenAt: new Date(plan.startsAt.getTime() + station.elapsedMs),
    offsetMinutes: plan.offsetMinutes,
    rtk: recipe.gpsSigma === 0,
    shutter: 640 + 20 * createRandom(hashInts(recipe.seed, 0x5ec, station.index)).int(12),
  };
}
