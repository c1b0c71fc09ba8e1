import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FlightManifest } from '#core/flight/manifest.ts';
import type { Plant } from '#core/simulate/plants.ts';
import { makeScene, plantScene } from '#core/simulate/scene.ts';
import { planFlight, type FlightPlan } from './flight-plan.ts';
import { flightIdOf, parseSimulateOptions, recipeOf, type SimulateInput } from './options.ts';
import { manifestFile, openTarget, truthPlantsFile, truthPosesFile } from './target-folder.ts';
import { writeTruthPlants, writeTruthPoses } from './truth-files.ts';
import { writePhotos } from './worker-pool.ts';

/** How far a simulation is. */
export interface SimulateProgress {
  readonly done: number;
  readonly total: number;
}

/** What a simulation made. */
export interface SimulateSummary {
  readonly flightId: string;
  readonly dir: string;
  readonly photos: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly plants: { readonly flowering: number; readonly rosette: number; readonly stands: number };
  readonly sizeBytes: number;
  readonly threads: number;
  /** True if the folder held this flight already and nothing was written. */
  readonly reused: boolean;
  readonly tookMs: number;
  /** Mean time of one photo in its thread: rendering and JPEG encoding. 0 if reused. */
  readonly renderMsPerPhoto: number;
  readonly encodeMsPerPhoto: number;
  readonly files: { readonly manifest: string; readonly truth: string; readonly poses: string };
}

/**
 * Simulates a flight into a folder: photos, truth, and the manifest last. The same options give the same bytes.
 * @param onProgress called after each photo
 * @throws UmbelError `simulate.option-invalid`, `simulate.folder-not-empty`, `simulate.folder-unusable`, `simulate.photo-failed`
 */
export async function simulateFlight(
  input: SimulateInput,
  onProgress: (progress: SimulateProgress) => void = () => undefined,
): Promise<SimulateSummary> {
  const start = performance.now();
  const options = parseSimulateOptions(input);
  const { dir, threads = availableParallelism() } = options;
  const plan = planFlight(recipeOf(options));
  const flightId = flightIdOf(plan.recipe);
  const { plants } = plantScene(plan.scene);
  const former = await openTarget(dir, flightId);
  const made =
    former === undefined
      ? await makeFlight({ plan, plants, dir, threads, onProgress })
      : { manifest: former, renderMs: 0, encodeMs: 0 };
  const sizeBytes = (made.manifest.photos ?? []).reduce((sum, photo) => sum + photo.sizeBytes, 0);
  return {
    flightId,
    dir,
    photos: plan.recipe.photos,
    widthPx: plan.camera.widthPx,
    heightPx: plan.camera.heightPx,
    plants: countPlants(plants),
    sizeBytes,
    threads,
    reused: former !== undefined,
    tookMs: Math.round(performance.now() - start),
    renderMsPerPhoto: made.renderMs,
    encodeMsPerPhoto: made.encodeMs,
    files: {
      manifest: join(dir, manifestFile),
      truth: join(dir, truthPlantsFile),
      poses: join(dir, truthPosesFile),
    },
  };
}

interface FlightJob {
  readonly plan: FlightPlan;
  readonly plants: readonly Plant[];
  readonly dir: string;
  readonly threads: number;
  readonly onProgress: (progress: SimulateProgress) => void;
}

interface MadeFlight {
  readonly manifest: FlightManifest;
  readonly renderMs: number;
  readonly encodeMs: number;
}

/** Writes everything. The truth of the poses comes first: by it an unfinished folder is known again. */
async function makeFlight(job: FlightJob): Promise<MadeFlight> {
  const { plan, dir } = job;
  const total = plan.recipe.photos;
  await writeTruthPoses(plan, dir);
  await writeTruthPlants(plan, job.plants, dir);
  let done = 0;
  const written = await writePhotos({
    task: { recipe: plan.recipe, dir, scene: makeScene(plan.scene) },
    threads: job.threads,
    photos: total,
    onPhoto: () => {
      done += 1;
      job.onProgress({ done, total });
    },
  });
  const manifest: FlightManifest = {
    schema: 'umbel.flight/1',
    flightId: flightIdOf(plan.recipe),
    title: `Simulated flight, seed ${plan.recipe.seed}`,
    capturedAt: new Date(plan.startsAt.getTime() + plan.survey.stations[0]!.elapsedMs).toISOString(),
    simulated: true,
    photos: written.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
  };
  await writeFile(join(dir, manifestFile), `${JSON.stringify(manifest, null, 1)}\n`);
  const mean = (of: (photo: (typeof written)[number]) => number): number =>
    Math.round(written.reduce((sum, photo) => sum + of(photo), 0) / total);
  return {
    manifest,
    renderMs: mean((photo) => photo.renderMs),
    encodeMs: mean((photo) => photo.encodeMs),
  };
}

function countPlants(plants: readonly Plant[]): SimulateSummary['plants'] {
  const flowering = plants.filter((plant) => plant.kind === 'flowering').length;
  const stands = new Set(plants.flatMap((plant) => plant.standId ?? [])).size;
  return { flowering, rosette: plants.length - flowering, stands };
}
