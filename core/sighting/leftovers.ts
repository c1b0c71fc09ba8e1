import Flatbush from 'flatbush';
import type { PlacedLooks } from './associate.ts';
import { weightedMeans, type PlantMeans } from './error-share.ts';

/** A plant seen in at most this share of the photos of another beside it is that other's leftover. */
const leftoverShare = 1 / 3;

/**
 * The plants of the looks with leftovers given to the plant that they belong to. When a plant fires in tiles farther
 * apart than a plant's reach, its photo yields a second look that no other photo confirms; as two looks of one photo
 * never join, it would stay a sighting of its own.
 * @param reachM reach of a plant: leftovers lie within it
 */
export function joinLeftovers(aligned: PlacedLooks, labels: Int32Array, reachM: number): Int32Array {
  const means = weightedMeans(aligned, labels);
  const plants = [...new Set(labels)];
  if (plants.length < 2) return labels;
  const index = new Flatbush(plants.length);
  for (const plant of plants) index.add(means.x[plant]!, means.y[plant]!);
  index.finish();
  const photosOf = photosByPlant(aligned, labels);
  const owners = new Map<number, number>();
  for (const plant of plants) {
    const [x, y] = [means.x[plant]!, means.y[plant]!];
    const [owner] = index
      .neighbors(x, y, 1, reachM, (i) => isOwner({ plant, owner: plants[i]!, means, photosOf }))
      .map((i) => plants[i]!);
    if (owner !== undefined) owners.set(plant, owner);
  }
  return labels.map((label) => finalOwner(label, owners));
}

interface Candidate {
  readonly plant: number;
  readonly owner: number;
  readonly means: PlantMeans;
  readonly photosOf: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Much better seen, and in a photo of the leftover too: else the gate would have joined or parted them rightly. */
function isOwner({ plant, owner, means, photosOf }: Candidate): boolean {
  if (means.views[plant]! > leftoverShare * means.views[owner]!) return false;
  const ownerPhotos = photosOf.get(owner)!;
  for (const photo of photosOf.get(plant)!) if (ownerPhotos.has(photo)) return true;
  return false;
}

function photosByPlant({ photo }: PlacedLooks, labels: Int32Array): Map<number, Set<number>> {
  const photos = new Map<number, Set<number>>();
  labels.forEach((label, look) => {
    const own = photos.get(label);
    if (own === undefined) photos.set(label, new Set([photo[look]!]));
    else own.add(photo[look]!);
  });
  return photos;
}

/** Owners have three times the views of what they own, so chains end. */
function finalOwner(plant: number, owners: ReadonlyMap<number, number>): number {
  let owner = plant;
  for (let next = owners.get(owner); next !== undefined; next = owners.get(owner)) owner = next;
  return owner;
}
