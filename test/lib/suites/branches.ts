import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { explorationOf } from '../branches/answers.ts';
import { unreachedGoals } from '../branches/explore.ts';
import type { Synthesized } from '../synthesized.ts';

const textSchema = z.union([
  z.string(),
  z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
]);

/** The state machines of the templates, each state and each way through them in the embedded interpreter. */
export function describeBranches(app: Synthesized): void {
  describe(`state machines of ${app.label}`, { timeout: 60_000 }, () => {
    it.each(app.resources('AWS::StepFunctions::StateMachine'))(
      'every branch of $logicalId runs in the embedded interpreter',
      async ({ properties }) => {
        expect(await unreachedGoals(explorationOf(definitionIn(properties['DefinitionString'])))).toEqual([]);
      },
    );
  });
}

/** The definition with a word in place of every name that only a deployment gives. */
function definitionIn(value: unknown): z.infer<ReturnType<typeof z.json>> {
  const text = textSchema.parse(value);
  const parts = typeof text === 'string' ? [text] : text['Fn::Join'][1];
  const joined = parts.map((part) => (typeof part === 'string' ? part : nameOf(part))).join('');
  return z.json().parse(JSON.parse(joined));
}

function nameOf(reference: unknown): string {
  return JSON.stringify(reference) === '{"Ref":"AWS::Partition"}' ? 'aws' : 'resource';
}
