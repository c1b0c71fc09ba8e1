import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import { execute, repository } from './measured-run.ts';

interface Totals {
  readonly photos: number;
  readonly decodeS: number;
  readonly shrunkS: number;
  readonly inferS: number;
}

/** CPU seconds of one photo. */
export interface Floor extends Omit<Totals, 'photos'> {
  readonly perPhotoS: number;
}

/** Photos that the floor is measured on: the first ones of the flight. */
const floorPhotos = 24;

/**
 * The least that a photo of a flight can cost with the shipped model: see floor.ts. Measured on all cores at once, as
 * the run has them: threads that share a core take more CPU time for the same work when both are busy.
 */
export async function measureFloor(flight: string): Promise<Floor> {
  const names = readdirSync(flight).slice(0, floorPhotos);
  const files = names.map((name) => path.join(flight, name));
  const args = [path.join(repository, 'test/bench/floor.ts'), shippedModelDir, ...files];
  const runs = await Promise.all(Array.from({ length: availableParallelism() }, () => execute(args)));
  const totals = runs.map(({ stdout }) => JSON.parse(stdout) as Totals);
  const perPhoto = (of: (total: Totals) => number) =>
    sum(totals.map(of)) / sum(totals.map(({ photos }) => photos));
  const decodeS = perPhoto((total) => total.decodeS);
  const inferS = perPhoto((total) => total.inferS);
  return { perPhotoS: decodeS + inferS, decodeS, inferS, shrunkS: perPhoto((total) => total.shrunkS) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
