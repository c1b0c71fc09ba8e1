import { distanceToCourse } from '#core/simulate/ground/terrain.ts';
import type { Random } from '#core/simulate/random.ts';
import type { Scene } from '#core/simulate/scene.ts';
import { crownsInCell, herbCellM, herbsInCell, woodCellM } from '#core/simulate/scatter.ts';

/** A place on the ground, metres east and north. */
export type Place = readonly [number, number];

/**
 * How a scene's tiles are chosen. `survey`: anywhere, as a flight sees them. `lesson`: nearly half at plants, the others at what
 * is mistaken for them, so that a network sees enough of both.
 */
export type Choice = 'survey' | 'lesson';

/** Kinds that whole flights showed to be mistaken for hogweed come so many times as often as the others. */
const oftenMistaken: Readonly<Record<string, number>> = { dock: 4, burdock: 4, stones: 2, elder: 2, bush: 2 };

/** Draws centres of tiles. */
export type PlaceDraw = () => Place;

/** Centres of tiles of `sizeM` metres in a scene, one at each call. */
export function placesFor(scene: Scene, choice: Choice, random: Random, sizeM: number): PlaceDraw {
  const half = scene.extentM / 2;
  const anywhere = (): Place => [random.range(-half, half), random.range(-half, half)];
  if (choice === 'survey') return anywhere;
  const groups = findLookAlikes(scene, random);
  const lookAlikes = [...groups.keys()].flatMap((kind) =>
    Array.from({ length: oftenMistaken[kind] ?? 1 }, () => kind),
  );
  const near = ([east, north]: Place, reachM: number): Place => [
    east + random.range(-reachM, reachM),
    north + random.range(-reachM, reachM),
  ];
  const atPlant = (reachM: number): Place => {
    const plant = scene.plants[random.int(scene.plants.length)];
    return plant === undefined ? anywhere() : near([plant.eastM, plant.northM], reachM);
  };
  return () => {
    const roll = random.next();
    if (roll < 0.3) return atPlant(sizeM / 2);
    if (roll < 0.4) return atPlant(sizeM * 1.1);
    if (roll < 0.55) return anywhere();
    const kind = lookAlikes[random.int(lookAlikes.length)];
    const group = (kind === undefined ? undefined : groups.get(kind)) ?? [];
    return near(group[random.int(group.length)] ?? anywhere(), sizeM / 2);
  };
}

/** Places of everything that is not hogweed but might be mistaken for it, by kind, so that rare kinds come as often. */
function findLookAlikes(scene: Scene, random: Random): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  const add = (kind: string, place: Place): void => {
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [place]);
    else if (group.length < 60) group.push(place);
  };
  const cell = (sizeM: number): number =>
    Math.floor(random.range(-scene.extentM / 2, scene.extentM / 2) / sizeM);
  for (let i = 0; i < 1500; i++) {
    const herbs = herbsInCell(scene, cell(herbCellM), cell(herbCellM));
    for (const { kind, eastM, northM } of herbs) add(kind, [eastM, northM]);
    const crowns = i % 5 === 0 ? crownsInCell(scene, cell(woodCellM), cell(woodCellM)) : [];
    for (const { kind, eastM, northM, scale } of crowns)
      add(kind, rimOf([eastM, northM], scale * crownReachM[kind], random));
    const place: Place = [random.range(-100, 100), random.range(-100, 100)];
    for (const course of ['path', 'stream'] as const) {
      const { [course]: line } = scene.terrain;
      if (distanceToCourse(line, ...place) < line.halfWidthM + 1) add(course, place);
    }
  }
  return groups;
}

/** Within this distance of a crown's middle its tiles are looked for: its leaves, its rim and its shadow. */
const crownReachM = { tree: 5, bush: 1.8, elder: 1.6 } as const;

function rimOf([east, north]: Place, reachM: number, random: Random): Place {
  const angle = random.range(0, 2 * Math.PI);
  const away = reachM * Math.sqrt(random.next());
  return [east + Math.cos(angle) * away, north + Math.sin(angle) * away];
}
