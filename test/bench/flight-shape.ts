import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { type CostStage, costStages, type FlightShape } from '#core/plan/stage-cost.ts';
import type { MeasuredFlight } from '#core/plan/fit-costs.ts';
import { auditPhotoCount, defaultReviewPolicy } from '#core/review/policy.ts';
import type { MeasuredRun } from './measured-run.ts';

/** The planner's stage of each state of the workflow; states that only choose belong to the start. */
const stageOfState: Readonly<Record<string, CostStage>> = {
  OpenFlight: 'open',
  TilePhotos: 'tile',
  AlignPhotos: 'align',
  CheckSanity: 'score',
  ScorePhotos: 'score',
  PlanReview: 'plan',
  CutReviewTiles: 'cut',
  SummariseFlight: 'summarise',
};

/** A measured run as the planner sees it; the shipped model takes tiles of 64 px, in which the planner counts. */
export async function measuredFlight(
  run: MeasuredRun,
  flight: string,
  home: string,
): Promise<MeasuredFlight> {
  const stages = Object.fromEntries(costStages.map((stage) => [stage, 0])) as Record<CostStage, number>;
  for (const [state, cpuS] of Object.entries(run.stagesCpuS)) stages[stageOfState[state] ?? 'start'] += cpuS;
  const { result } = run;
  const shape: FlightShape = {
    photos: result.photos.read,
    megapixels: await megapixelsOf(flight),
    tiles: result.tiles / result.photos.read,
    cutPhotos: linesOf(path.join(home, 'umbel-work/runs', result.runId, 'review.jsonl')),
    reviewTiles: result.review,
  };
  return { shape, stagesCpuS: stages };
}

/** What is known of a flight before it is run: its photos, their pixels and tiles; reviews are what the policy allows. */
export function shapeBefore({ photos, megapixels, tiles }: FlightShape): FlightShape {
  const { auditShare, uncertainPhotoShare } = defaultReviewPolicy;
  const audited = auditPhotoCount(photos, defaultReviewPolicy);
  const asked = Math.ceil(photos * uncertainPhotoShare);
  const cutPhotos = audited + asked - (audited * asked) / photos;
  return { photos, megapixels, tiles, cutPhotos, reviewTiles: photos * tiles * auditShare + asked };
}

/** Millions of pixels of the first photo: a flight is taken with one camera. */
async function megapixelsOf(flight: string): Promise<number> {
  const name = readdirSync(flight).find((file) => /\.jpe?g$/i.test(file));
  if (name === undefined) throw new TypeError(`${flight} holds no photos`);
  const { width, height } = await sharp(path.join(flight, name)).metadata();
  return (width * height) / 1e6;
}

function linesOf(file: string): number {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '').length;
}
