import { lightOf } from '../paint/light.ts';
import type { Plant } from '../plants.ts';
import { crownRadiusM, crownsInCell, herbCellM, herbsInCell, woodCellM, type Crown } from '../scatter.ts';
import type { Scene } from '../scene.ts';
import type { FlatPicture } from '../sprites/sprite.ts';
import type { Stamp } from '../stamp.ts';
import { pixelToGround, type View } from './view.ts';

/** A flat picture in its place on the ground. */
export interface Placement extends Omit<Stamp, 'kind' | 'variant'> {
  readonly picture: FlatPicture;
}

/** Things of about the same height: first all their shadows, then they themselves, in painting order. */
export interface Layer {
  readonly shadows: readonly Placement[];
  readonly things: readonly Placement[];
}

/** A rectangle of ground, sides to east and north. */
interface GroundBox {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Farthest that a tree or its shadow reaches from its place. */
const woodReachM = 16;
const herbReachM = 1.4;

/** Everything that may be seen in a view, from the ground up: herbs, hogweed, crowns. */
export function gatherLayers(scene: Scene, view: View): Layer[] {
  const box = groundBox(view);
  const visible = (placement: Placement): boolean => touches(placement, box);
  const herbs = cellsIn(box, herbCellM, herbReachM).flatMap(([x, y]) => herbsInCell(scene, x, y));
  const crowns = cellsIn(box, woodCellM, woodReachM).flatMap(([x, y]) => crownsInCell(scene, x, y));
  const plants = plantsNear(scene, box).sort(
    (a, b) => Number(a.kind === 'flowering') - Number(b.kind === 'flowering'),
  );
  const body = (stamp: Stamp): Placement => ({
    ...stamp,
    picture: scene.sprites[stamp.kind][stamp.variant]!,
  });
  return [
    { shadows: [], things: herbs.map(body).filter(visible) },
    {
      shadows: plants.flatMap((plant) => shadeOf(scene, plant)).filter(visible),
      things: plants.map(body).filter(visible),
    },
    {
      shadows: crowns.flatMap((crown) => crownShadows(scene, crown)).filter(visible),
      things: crowns.map(body).filter(visible),
    },
  ];
}

/** The plants of which anything may be seen in the view. */
export function plantsIn(scene: Scene, view: View): Plant[] {
  return plantsNear(scene, groundBox(view));
}

function plantsNear(scene: Scene, box: GroundBox): Plant[] {
  // A shadow reaches farther than the plant: 3 m is more than any.
  const reachM = 3;
  return scene.plants.filter(
    ({ eastM, northM }) =>
      eastM + reachM > box.west &&
      eastM - reachM < box.east &&
      northM + reachM > box.south &&
      northM - reachM < box.north,
  );
}

function shadeOf(scene: Scene, plant: Plant): Placement[] {
  const picture = scene.sprites[plant.kind][plant.variant]!.shade;
  return picture === undefined ? [] : [{ ...plant, picture }];
}

/** The shadow of a crown: its own outline, laid two or three times along the way from its foot to its top. */
function crownShadows(scene: Scene, crown: Crown): Placement[] {
  const picture = scene.sprites[crown.kind][crown.variant]!;
  const { shadowPerM } = lightOf(scene.look);
  const heightM = crownRadiusM[crown.kind] * crown.scale * (crown.kind === 'tree' ? 1.7 : 1.1);
  const steps = crown.kind === 'tree' ? [0.25, 0.6, 0.95] : [0.4, 0.95];
  return steps.map((share) => ({
    ...crown,
    picture,
    eastM: crown.eastM + shadowPerM[0] * heightM * share,
    northM: crown.northM + shadowPerM[1] * heightM * share,
  }));
}

function touches(placement: Placement, box: GroundBox): boolean {
  const reach = placement.picture.sizeM * placement.scale * Math.SQRT1_2;
  const across = placement.eastM + reach > box.west && placement.eastM - reach < box.east;
  return across && placement.northM + reach > box.south && placement.northM - reach < box.north;
}

function groundBox(view: View): GroundBox {
  const { widthPx, heightPx } = view;
  const corners = [
    pixelToGround(view, 0, 0),
    pixelToGround(view, widthPx, 0),
    pixelToGround(view, 0, heightPx),
    pixelToGround(view, widthPx, heightPx),
  ];
  const easts = corners.map((corner) => corner.eastM);
  const norths = corners.map((corner) => corner.northM);
  return {
    west: Math.min(...easts),
    east: Math.max(...easts),
    south: Math.min(...norths),
    north: Math.max(...norths),
  };
}

function cellsIn(box: GroundBox, cellM: number, marginM: number): [number, number][] {
  const cells: [number, number][] = [];
  const lastX = Math.floor((box.east + marginM) / cellM);
  const lastY = Math.floor((box.north + marginM) / cellM);
  for (let y = Math.floor((box.south - marginM) / cellM); y <= lastY; y++) {
    for (let x = Math.floor((box.west - marginM) / cellM); x <= lastX; x++) cells.push([x, y]);
  }
  return cells;
}
