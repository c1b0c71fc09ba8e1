import { readdirSync } from 'node:fs';
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

/** The least that a photo of a flight can cost with the shipped model: see floor.ts. */
export async function measureFloor(flight: string): Promise<Floor> {
  const names = readdirSync(flight).slice(0, floorPhotos);
  const files = names.map((name) => path.join(flight, name));
  const { stdout } = await execute([path.join(repository, 'test/bench/floor.ts'), shippedModelDir, ...files]);
  const total = JSON.parse(stdout) as Totals;
  const decodeS = total.decodeS / total.photos;
  const inferS = total.inferS / total.photos;
  return { perPhotoS: decodeS + inferS, decodeS, inferS, shrunkS: total.shrunkS / total.photos };
}
