/** What a run of a flight spends CPU on; `start` is what lies before the workflow: processes, reading the folder. */
export const costStages = ['start', 'open', 'tile', 'align', 'score', 'plan', 'cut', 'summarise'] as const;
export type CostStage = (typeof costStages)[number];

/** CPU seconds of one core: a sum of what goes with runs, photos, their pixels and their tiles. */
export interface StageCost {
  /** Once in a run. */
  readonly runS: number;
  readonly photoS: number;
  /** Of a million pixels of the photo. */
  readonly megapixelS: number;
  /** Of a tile of 64 by 64 pixels; scoring without the engine. Cutting: of a tile for review, of any size. */
  readonly tileS: number;
}

/** What a machine needs for every stage. */
export interface StageCosts {
  readonly stages: Readonly<Record<CostStage, StageCost>>;
  /** CPU seconds of the engine alone for one tile of 64 by 64 pixels. */
  readonly inferTileS: number;
}

export const stageCostKeys = ['runS', 'photoS', 'megapixelS', 'tileS'] as const satisfies (keyof StageCost)[];

/** A flight as far as its CPU depends on it. */
export interface FlightShape {
  readonly photos: number;
  /** Of one photo. */
  readonly megapixels: number;
  /** Of one photo, counted as tiles of 64 by 64 pixels. */
  readonly tiles: number;
  /** Photos that are decoded a second time, and the tiles that are cut from them. */
  readonly cutPhotos: number;
  readonly reviewTiles: number;
}

/** How often each part of a stage's cost is spent, in the order of `stageCostKeys`. */
export function timesOf(stage: CostStage, shape: FlightShape): readonly number[] {
  const { photos, megapixels, tiles, cutPhotos, reviewTiles } = shape;
  if (stage === 'cut') return [cutPhotos > 0 ? 1 : 0, cutPhotos, cutPhotos * megapixels, reviewTiles];
  return [1, photos, photos * megapixels, photos * tiles];
}

/** CPU seconds of a flight in one stage. */
export function stageCpuS(stage: CostStage, shape: FlightShape, calibration: StageCosts): number {
  const cost = calibration.stages[stage];
  const times = timesOf(stage, shape);
  const engineS = stage === 'score' ? shape.photos * shape.tiles * calibration.inferTileS : 0;
  return stageCostKeys.reduce((sum, key, i) => sum + cost[key] * (times[i] ?? 0), engineS);
}

/** CPU seconds of a flight on the machine that was measured, by stage and together. */
export function flightCpu(
  shape: FlightShape,
  calibration: StageCosts,
): { readonly totalS: number; readonly stages: Readonly<Record<CostStage, number>> } {
  const entries = costStages.map((stage) => [stage, stageCpuS(stage, shape, calibration)] as const);
  const totalS = entries.reduce((sum, [, cpuS]) => sum + cpuS, 0);
  return { totalS, stages: Object.fromEntries(entries) as Record<CostStage, number> };
}

/** CPU seconds of one photo in a stage, runs and the engine left out. */
export function photoCpuS(
  { photoS, megapixelS, tileS }: StageCost,
  { megapixels, tiles }: Pick<FlightShape, 'megapixels' | 'tiles'>,
): number {
  return photoS + megapixelS * megapixels + tileS * tiles;
}
