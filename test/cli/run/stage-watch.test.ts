import { describe, expect, it, vi } from 'vitest';
import type { ProgressLine } from '#cli/progress.ts';
import { stageWatch } from '#cli/run/stage-watch.ts';

describe('the watch over a workflow', () => {
  it('shows the stages that take time, with their photos, and takes the time of all', () => {
    const shown: unknown[][] = [];
    const line: ProgressLine = {
      stage: (...stage) => shown.push(stage),
      add: (count) => shown.push([count]),
      end: () => undefined,
    };
    vi.useFakeTimers();
    const watch = stageWatch(line);
    watch.total(24);
    for (const stateName of ['OpenFlight', 'TilePhotos']) {
      watch.onWorkflowEvent({ type: 'state-entered', executionName: 'run', stateName });
      vi.advanceTimersByTime(1500);
      watch.onProgress({ runId: 'run', stage: 'tile-photos', photos: 2 });
      watch.onWorkflowEvent({ type: 'state-exited', executionName: 'run', stateName });
    }
    vi.useRealTimers();
    expect(shown).toEqual([[2], ['Tiling photos', 24], [2]]);
    expect(watch.stagesMs()).toEqual({ OpenFlight: 1500, TilePhotos: 1500 });
  });

  it('promises no number of photos where only some are worked on', () => {
    const stage = vi.fn<ProgressLine['stage']>();
    const watch = stageWatch({ stage, add: () => undefined, end: () => undefined });
    watch.total(24);
    for (const stateName of ['PlanReview', 'CutReviewTiles'])
      watch.onWorkflowEvent({ type: 'state-entered', executionName: 'run', stateName });
    expect(stage.mock.calls).toEqual([['Cutting review tiles', 0]]);
  });
});
