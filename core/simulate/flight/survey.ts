import { createRandom, hashInts } from '../random.ts';
import type { CameraModel, CameraPose } from '../render/view.ts';

export interface SurveyOptions {
  readonly seed: number;
  readonly photos: number;
  readonly heightM: number;
  readonly camera: CameraModel;
  /** Share of a photo that the next one on the line shows again, 0..0.95. */
  readonly overlap: number;
  /** Share of a photo that the next line shows again, 0..0.95. */
  readonly sideOverlap: number;
}

/** The drone at the moment of one photo: the truth. */
export interface Station {
  /** 0 for the first photo. */
  readonly index: number;
  readonly pose: CameraPose;
  /** Since the first photo. */
  readonly elapsedMs: number;
  /** Attitude of the aircraft, which leans into the wind while the gimbal keeps the camera level. */
  readonly flightYawDeg: number;
  readonly flightPitchDeg: number;
  readonly flightRollDeg: number;
}

export interface Survey {
  readonly stations: readonly Station[];
  /** Side in metres of a square about the origin that holds everything photographed. */
  readonly extentM: number;
}

const speedMPerS = 5;
const turnMs = 7000;
/** The aircraft cannot store photos faster. */
const shortestIntervalMs = 2000;

/** A lawnmower survey about the origin: parallel lines flown to and fro, about as wide as long. */
export function planSurvey(options: SurveyOptions): Survey {
  const { photos, heightM, camera } = options;
  const random = createRandom(hashInts(options.seed, 0x5072));
  const headingDeg = random.range(0, 360);
  const alongM = ((camera.heightPx * heightM) / camera.focalPx) * (1 - options.overlap);
  const acrossM = ((camera.widthPx * heightM) / camera.focalPx) * (1 - options.sideOverlap);
  const lines = Math.min(photos, Math.max(1, Math.round(Math.sqrt((photos * alongM) / acrossM))));
  const perLine = Math.ceil(photos / lines);
  const stepMs = Math.max(shortestIntervalMs, Math.round((alongM / speedMPerS) * 1000));
  const stations: Station[] = [];
  for (let index = 0; index < photos; index++) {
    const line = Math.floor(index / perLine);
    const onLine = index % perLine;
    const forth = line % 2 === 0;
    const along = ((forth ? onLine : perLine - 1 - onLine) - (perLine - 1) / 2) * alongM;
    const across = (line - (lines - 1) / 2) * acrossM;
    const elapsedMs = index * stepMs + line * turnMs;
    stations.push(stationAt(options, { index, along, across, elapsedMs, headingDeg, forth }));
  }
  return { stations, extentM: extentOf(stations, options) };
}

interface Waypoint {
  readonly index: number;
  readonly along: number;
  readonly across: number;
  readonly elapsedMs: number;
  readonly headingDeg: number;
  readonly forth: boolean;
}

/** The true state at a waypoint: wind and gimbal leave it a little off the plan. */
function stationAt(options: SurveyOptions, waypoint: Waypoint): Station {
  const random = createRandom(hashInts(options.seed, 0x57a7, waypoint.index));
  const heading = (waypoint.headingDeg * Math.PI) / 180;
  const along = waypoint.along + 0.35 * random.normal();
  const across = waypoint.across + 0.3 * random.normal();
  const yawDeg = waypoint.headingDeg + (waypoint.forth ? 0 : 180) + 0.8 * random.normal();
  return {
    index: waypoint.index,
    elapsedMs: waypoint.elapsedMs + random.int(120),
    pose: {
      eastM: along * Math.sin(heading) + across * Math.cos(heading),
      northM: along * Math.cos(heading) - across * Math.sin(heading),
      heightM: options.heightM * (1 + 0.004 * random.normal()),
      yawDeg: wrapDegrees(yawDeg),
      // The gimbal's stop is at -90: it errs to one side only.
      pitchDeg: -90 + Math.min(2, Math.abs(0.35 * random.normal())),
      rollDeg: 0,
    },
    flightYawDeg: wrapDegrees(yawDeg + 1.2 * random.normal()),
    flightPitchDeg: -4 + 1.5 * random.normal(),
    flightRollDeg: 1.5 * random.normal(),
  };
}

/** The same direction in (-180, 180]. */
export function wrapDegrees(degrees: number): number {
  const turned = ((degrees % 360) + 360) % 360;
  return turned > 180 ? turned - 360 : turned;
}

function extentOf(stations: readonly Station[], options: SurveyOptions): number {
  const { camera, heightM } = options;
  const reachM = (Math.hypot(camera.widthPx, camera.heightPx) / 2 / camera.focalPx) * heightM;
  let farthest = 0;
  for (const { pose } of stations) {
    farthest = Math.max(farthest, Math.abs(pose.eastM), Math.abs(pose.northM));
  }
  return Math.ceil(2 * (farthest + reachM));
}
