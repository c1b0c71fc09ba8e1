import { z } from 'zod';
import { requireEnvironment } from '#platform/environment.ts';
import { bringAnswers } from '#platform/lake/bring-answers.ts';
import { compactMonth } from '#platform/lake/compact.ts';
import { monthsOf } from '#platform/lake/lake.ts';
import { sweepMonth } from '#platform/lake/sweep.ts';
import { defineFunction } from '../function.ts';

/** Brings answers of people into the lake, puts small files together, and deletes what was replaced a day ago. */
export const handler = defineFunction({
  event: z.object({}),
  async work(_event, { platform, metrics }) {
    const { objects, clock } = platform;
    const lake = { objects, clock, bucket: requireEnvironment('lakeBucket') };
    const answers = await bringAnswers(lake, {
      labels: platform.tables.labels,
      fieldMarks: platform.tables.fieldMarks,
    });
    const files = { before: 0, after: 0, deleted: 0 };
    for (const month of await monthsOf(lake)) {
      const { filesBefore, filesAfter } = await compactMonth(lake, month);
      files.before += filesBefore;
      files.after += filesAfter;
      files.deleted += await sweepMonth(lake, month);
    }
    metrics.addMetric('LakeFiles', 'Count', files.after);
    return { answers, files };
  },
});
