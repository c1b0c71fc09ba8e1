import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusedOr, type WorkflowRunResult } from '#cli/workflow/run.ts';
import { stubHost } from '#cli/workflow/stub-host.ts';
import { parseStubs } from '#cli/workflow/stubs.ts';
import { runStateMachine } from '#platform/local/asl/run.ts';
import { createTaskTokens } from '#platform/local/asl/task-tokens.ts';
import { virtualClock } from '#platform/local/asl/virtual-clock.ts';
import { memoryObjects } from './memory-objects.ts';
import { judge, type AwsCase } from './judge.ts';

const file = join(process.env['UMBEL_SHARED_DATA'] ?? '../shared/data', 'asl/cases.json');

/** Cases that pass today; a change that loses one is a mistake. */
const passing = 434;

describe.skipIf(!existsSync(file))('state machines whose results were recorded on AWS', () => {
  test(`none comes out wrong, at least ${passing} come out as on AWS`, async () => {
    const cases: AwsCase[] = JSON.parse(readFileSync(file, 'utf8'));
    const verdicts = [];
    for (const recorded of cases)
      verdicts.push({ name: recorded.name, ...judge(recorded, await run(recorded)) });
    const wrong = verdicts.filter((verdict) => verdict.kind === 'wrong');
    const refused = verdicts.filter((verdict) => verdict.kind === 'refused');
    if (process.env['UMBEL_SHOW_REFUSED'] !== undefined) console.log(refused);
    expect(wrong).toEqual([]);
    expect(cases.length - refused.length).toBeGreaterThanOrEqual(passing);
  });
});

async function run(recorded: AwsCase): Promise<WorkflowRunResult> {
  const clock = virtualClock(Date.parse('2026-11-22T06:00:00Z'));
  const taskTokens = createTaskTokens();
  const objects = memoryObjects(recorded.objects);
  return refusedOr(() =>
    runStateMachine({
      definition: recorded.definition,
      input: recorded.input,
      host: stubHost({ stubs: parseStubs(recorded.tasks), objects, clock, tokens: taskTokens }),
      taskTokens,
      execution: { name: 'case', id: 'arn:aws:states:us-east-1:111111111111:execution:machine:case' },
      stateMachine: { name: 'machine', id: 'arn:aws:states:us-east-1:111111111111:stateMachine:machine' },
      ...(recorded.type === undefined ? {} : { type: recorded.type }),
    }),
  );
}
