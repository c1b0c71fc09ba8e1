import type { Plant } from '../plants.ts';
import { crownShadows, crownsInCell, herbCellM, herbsInCell, woodCellM } from '../scatter.ts';
import type { Scene } from '../scene.ts';
import { reachOf, type Stamp } from '../stamp.ts';
import { pixelToGround, type View } from './view.ts';

/** A rectangle of ground, sides to east and north. */
interface GroundBox {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Farthest that a tree or its shadow reaches from its place. */
const woodReachM = 14;
const herbReachM = 1.4;

/** Everything that may be seen in a view, in painting order: herbs, hogweed, shadows of crowns, crowns. */
export function gatherStamps(scene: Scene, view: View): Stamp[] {
  const box = groundBox(view);
  const herbs = cellsIn(box, herbCellM, herbReachM).flatMap(([x, y]) => herbsInCell(scene, x, y));
  const crowns = cellsIn(box, woodCellM, woodReachM).flatMap(([x, y]) => crownsInCell(scene, x, y));
  const shadows = scene.look.overcast > 0.97 ? [] : crowns.flatMap((crown) => crownShadows(scene, crown));
  const plants = plantsIn(scene, view);
  const low = plants.filter((plant) => plant.kind === 'rosette');
  const high = plants.filter((plant) => plant.kind === 'flowering');
  return [...herbs, ...low, ...high, ...shadows, ...crowns].filter((stamp) => touches(scene, stamp, box));
}

/** The plants of which anything may be seen in the view. */
export function plantsIn(scene: Scene, view: View): Plant[] {
  const box = groundBox(view);
  return scene.plants.filter((plant) => touches(scene, plant, box));
}

function touches(scene: Scene, stamp: Stamp, box: GroundBox): boolean {
  const reach = reachOf(stamp, scene.sprites[stamp.kind][stamp.variant]!);
  const across = stamp.eastM + reach > box.west && stamp.eastM - reach < box.east;
  return across && stamp.northM + reach > box.south && stamp.northM - reach < box.north;
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
