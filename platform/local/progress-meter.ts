import type { StageProgress } from '../ports.ts';

/** Counts what functions and containers report, per run and stage, for as long as this process lives. */
export interface ProgressMeter {
  add(progress: { readonly runId: string; readonly stage: string; readonly photos: number }): void;
  stagesOf(runId: string): StageProgress[];
}

export function progressMeter(now: () => Date = () => new Date()): ProgressMeter {
  const runs = new Map<string, Map<string, { done: number; startedAt: string }>>();
  return {
    add({ runId, stage, photos }) {
      const stages = runs.get(runId) ?? new Map<string, { done: number; startedAt: string }>();
      runs.set(runId, stages);
      const counted = stages.get(stage) ?? { done: 0, startedAt: now().toISOString() };
      stages.set(stage, { ...counted, done: counted.done + photos });
    },
    stagesOf: (runId) =>
      [...(runs.get(runId) ?? [])].map(([stage, { done, startedAt }]) => ({
        stage,
        done,
        failed: 0,
        startedAt,
      })),
  };
}
