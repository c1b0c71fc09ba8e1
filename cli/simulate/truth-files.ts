import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LatLon } from '#core/simulate/flight/local-frame.ts';
import { toLatLon } from '#core/simulate/flight/local-frame.ts';
import { photoName, plantTruth } from '#core/simulate/flight/truth.ts';
import type { Plant } from '#core/simulate/plants.ts';
import { tagsFor, type FlightPlan } from './flight-plan.ts';
import { flightIdOf } from './options.ts';
import { truthPlantsFile, truthPosesFile } from './target-folder.ts';

/** A pose on the globe, as `umbel locate` takes it. */
interface PoseRecord extends LatLon {
  readonly heightAboveGroundM: number;
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
}

/** Writes the true and the measured pose of every photo. */
export async function writeTruthPoses(plan: FlightPlan, dir: string): Promise<void> {
  const photos = plan.survey.stations.map((station) => {
    const { pose } = station;
    const measured = tagsFor(plan, station).pose;
    const truth: PoseRecord = {
      ...toLatLon(plan.frame, pose.eastM, pose.northM),
      heightAboveGroundM: pose.heightM,
      yawDeg: pose.yawDeg,
      pitchDeg: pose.pitchDeg,
      rollDeg: pose.rollDeg,
    };
    const said: PoseRecord = {
      lat: measured.lat,
      lon: measured.lon,
      heightAboveGroundM: measured.relativeAltitudeM,
      yawDeg: measured.yawDeg,
      pitchDeg: measured.pitchDeg,
      rollDeg: measured.rollDeg,
    };
    return { name: photoName(station.index), truth, measured: said };
  });
  const { recipe, camera } = plan;
  const record = { flightId: flightIdOf(recipe), options: recipe, camera, photos };
  await writeFile(join(dir, truthPosesFile), `${JSON.stringify(record, null, 1)}\n`);
}

/** Writes every plant with the photos that show it. */
export async function writeTruthPlants(
  plan: FlightPlan,
  plants: readonly Plant[],
  dir: string,
): Promise<void> {
  const truth = plantTruth({
    plants,
    stations: plan.survey.stations,
    camera: plan.camera,
    frame: plan.frame,
  });
  await writeFile(join(dir, truthPlantsFile), `${JSON.stringify(truth, null, 1)}\n`);
}
