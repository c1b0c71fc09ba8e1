import type { Calibration } from './calibration.ts';
import type { Counts } from './counts.ts';
import { type CostStage, flightCpu, type FlightShape } from './stage-cost.ts';
import type { Survey } from './survey.ts';

/** What the survey costs on the machine that was measured, with `umbel run`. CPU seconds. */
export interface OwnMachine {
  /** Of one flight of mean length. */
  readonly flightS: number;
  readonly stages: Readonly<Record<CostStage, number>>;
  /** Of all flights. */
  readonly totalS: number;
}

/** The CPU of a survey on the measured machine: its flights one after the other, all of the same shape. */
export function ownMachine(survey: Survey, counts: Counts, calibration: Calibration): OwnMachine {
  const { flights } = survey;
  const shape: FlightShape = {
    photos: survey.photos / flights,
    megapixels: survey.megapixels,
    tiles: survey.modelTiles,
    cutPhotos: counts.cutPhotos / flights,
    reviewTiles: counts.reviewTiles / flights,
  };
  const { totalS, stages } = flightCpu(shape, calibration);
  return { flightS: totalS, stages, totalS: flights * totalS };
}
