import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { parseManifest, type FlightManifest } from '#core/flight/manifest.ts';

export const truthPosesFile = 'truth-poses.json';
export const truthPlantsFile = 'truth.geojson';
export const manifestFile = 'flight.json';

const ownFile = /^(?:DJI_\d{4,}\.JPG(?:\.partial)?|truth\.geojson|truth-poses\.json|flight\.json)$/;

/**
 * Makes the folder ready to be written to: creates it, or takes one that holds nothing but a simulation of this very flight.
 * Answers with the manifest if that simulation is complete and undamaged, so that nothing is left to do.
 * @throws UmbelError `simulate.folder-not-empty` when anything else lies in it
 */
export async function openTarget(dir: string, flightId: string): Promise<FlightManifest | undefined> {
  const names = await listOrCreate(dir);
  if (names.length === 0) return undefined;
  const foreign = names.find((name) => !ownFile.test(name));
  if (foreign !== undefined) throw notEmpty(dir, `it holds "${foreign}"`);
  const former = await formerFlightId(dir);
  if (former !== flightId) {
    throw notEmpty(
      dir,
      former === undefined ? 'it holds photos of unknown origin' : `it holds flight ${former}`,
    );
  }
  const manifest = names.includes(manifestFile) ? await completeManifest(dir) : undefined;
  // flight.json commits the flight: while photos are being written there must be none.
  if (manifest === undefined) await rm(join(dir, manifestFile), { force: true });
  return manifest;
}

async function listOrCreate(dir: string): Promise<string[]> {
  try {
    await mkdir(dir, { recursive: true });
    return (await readdir(dir)).sort();
  } catch (cause) {
    throw new UmbelError({
      code: 'simulate.folder-unusable',
      kind: 'bad-input',
      message: `The folder ${dir} cannot be created or read`,
      hint: 'Give a folder that you may write to; it is created if it does not exist.',
      cause,
    });
  }
}

/** The flight that the truth file in the folder belongs to; it is the first file that a simulation writes. */
async function formerFlightId(dir: string): Promise<string | undefined> {
  try {
    const truth: unknown = JSON.parse(await readFile(join(dir, truthPosesFile), 'utf8'));
    if (typeof truth === 'object' && truth !== null && 'flightId' in truth) return String(truth.flightId);
  } catch {
    // No truth file, or not one of ours: not a simulation.
  }
  return undefined;
}

/** The manifest, if every photo that it names is there with the same content. */
async function completeManifest(dir: string): Promise<FlightManifest | undefined> {
  try {
    const manifest = parseManifest(await readFile(join(dir, manifestFile), 'utf8'));
    for (const photo of manifest.photos ?? []) {
      const bytes = await readFile(join(dir, photo.name));
      if (createHash('sha256').update(bytes).digest('hex') !== photo.sha256) return undefined;
    }
    return manifest;
  } catch {
    return undefined;
  }
}

function notEmpty(dir: string, why: string): UmbelError {
  return new UmbelError({
    code: 'simulate.folder-not-empty',
    kind: 'bad-input',
    message: `The folder ${dir} is not empty: ${why}`,
    hint: 'Give a new folder, or one that holds only a simulation with the same options.',
  });
}
