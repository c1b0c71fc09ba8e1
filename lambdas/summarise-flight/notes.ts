import type { PhotoRow } from '#core/export/photos-csv.ts';
import type { Run } from '#core/flight/run.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import type { LearnedFrom, ModelFacts } from '../model-facts.ts';

export interface NotedRun {
  readonly run: Pick<Run, 'sheet'>;
  readonly model: Pick<ModelFacts, 'learnedFrom'>;
  readonly rows: readonly Pick<PhotoRow, 'gsdM'>[];
  /** True for a flight whose photos were painted by a program. */
  readonly simulated: boolean;
}

/** What whoever reads the results of a run must know, in plain sentences. */
export function notesOn({ run, model: { learnedFrom }, rows, simulated }: NotedRun): string[] {
  if (learnedFrom === undefined) return [];
  const notes: string[] = [];
  if (learnedFrom.simulated && !simulated)
    notes.push(
      'The model learned from simulated meadows only: expect false finds, and plants that it misses.',
    );
  const [asked, own] = [formatTiling(run.sheet.tiling), formatTiling(learnedFrom.tiling)];
  if (asked !== own)
    notes.push(`The model learned on tiles of ${own}; with ${asked} its confidences mean little.`);
  return [...notes, ...noteOnScale(rows, learnedFrom)];
}

/** Pixels this much finer or coarser than any that the model saw still look alike. */
const scaleSlack = 1.15;

function noteOnScale(rows: NotedRun['rows'], { gsdRangeM }: LearnedFrom): string[] {
  if (gsdRangeM === undefined) return [];
  const [finest, coarsest] = gsdRangeM;
  const sizes = rows.map(({ gsdM }) => gsdM).filter((gsdM) => gsdM !== undefined);
  const outside = sizes.filter((gsdM) => gsdM < finest / scaleSlack || gsdM > coarsest * scaleSlack);
  if (outside.length === 0) return [];
  const range = `${centimetres(finest)} to ${centimetres(coarsest)} cm of ground per pixel`;
  return [
    `${outside.length} of ${sizes.length} photos show the ground finer or coarser than any photo that the model learned from (${range}): its confidences mean less there.`,
  ];
}

function centimetres(metres: number): string {
  return (metres * 100).toFixed(1);
}
