import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadDeployment } from '#platform/local/deployment.ts';
import { explorationOf } from './answers.ts';
import { unreachedGoals } from './explore.ts';
import { goalsOf, nameOf, statesOf } from './goals-of.ts';

const workflows = loadDeployment().workflows.map(({ name, definition }) => ({
  name,
  definition: z.json().parse(definition),
}));

describe('every branch of the deployed workflows runs in the embedded interpreter', () => {
  it.each(workflows)('$name', { timeout: 60_000 }, async ({ definition }) => {
    expect(await unreachedGoals(explorationOf(definition))).toEqual([]);
  });
});

it('lists states, choices, catches and retries, also those inside maps', () => {
  const flight = workflows.find(({ name }) => name === 'umbel-flight')!;
  const goals = goalsOf(statesOf(flight.definition)).map(nameOf);
  expect(goals).toEqual(
    expect.arrayContaining([
      'state TileBatch',
      'choice HasModel -> SummariseFlight',
      'retry ScoreBatch cloud.busy',
      'no-retry ScoreBatch model.engine-missing',
    ]),
  );
  expect(goals.length).toBeGreaterThan(50);
});

it('says what no run comes to', async () => {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: {},
        Catch: [
          { ErrorEquals: ['Known'], Next: 'Mended' },
          { ErrorEquals: ['Known'], Next: 'Lost' },
          { ErrorEquals: ['States.ALL'], Next: 'Mended' },
        ],
        Output: '{% $states.result.Payload %}',
        Next: 'Any',
      },
      Any: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.count > 0 %}', Next: 'Some' }],
        Default: 'None',
      },
      Some: { Type: 'Succeed' },
      None: { Type: 'Succeed' },
      Mended: { Type: 'Succeed' },
      Lost: { Type: 'Fail', Error: 'Lost' },
    },
  };
  const unreached = await unreachedGoals({ definition, input: {}, answers: { Ask: [{ count: 1 }] } });
  expect(unreached).toEqual(['catch Ask Known -> Lost', 'choice Any -> None', 'state None', 'state Lost']);
});
