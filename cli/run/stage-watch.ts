import type { Progress } from '#platform/local/cloud.ts';
import type { WorkflowEvent } from '#platform/local/workflows.ts';
import type { ProgressLine } from '../progress.ts';

/** What people read while a state of the workflow runs; states that take no time are not shown. */
const stageTitles: Readonly<Record<string, string>> = {
  TilePhotos: 'Tiling photos',
  AlignPhotos: 'Comparing photos',
  ScorePhotos: 'Scoring photos',
  CutReviewTiles: 'Cutting review tiles',
};

/** States that go over some of the photos only; how many is not known here. */
const partial: ReadonlySet<string> = new Set(['CutReviewTiles']);

export interface StageWatch {
  /** Photos of the flight. */
  total(photos: number): void;
  readonly onProgress: (progress: Progress) => void;
  readonly onWorkflowEvent: (event: WorkflowEvent) => void;
  /** Wall time of each state that ran. */
  stagesMs(): Record<string, number>;
}

/** Follows a workflow: shows the progress of its stages and takes their time. */
export function stageWatch(line: ProgressLine): StageWatch {
  let photos = 0;
  const enteredMs = new Map<string, number>();
  const tookMs: Record<string, number> = {};
  return {
    total(count) {
      photos = count;
    },
    onProgress: (progress) => line.add(progress.photos),
    onWorkflowEvent(event) {
      if (event.type === 'state-entered') {
        enteredMs.set(event.stateName, performance.now());
        const title = stageTitles[event.stateName];
        if (title !== undefined) line.stage(title, partial.has(event.stateName) ? 0 : photos);
      } else {
        const startMs = enteredMs.get(event.stateName);
        if (startMs !== undefined) tookMs[event.stateName] = Math.round(performance.now() - startMs);
      }
    },
    stagesMs: () => ({ ...tookMs }),
  };
}
