import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AslError } from '#platform/local/asl/errors.ts';
import { memoryJournal, type Journal } from '#platform/local/asl/journal/journal.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { lambda, play, queue, single, type Handler, type World } from '../play.ts';

const task = (name: string, more: Record<string, Json> = {}): Record<string, Json> => ({
  Type: 'Task',
  Resource: `${lambda}${name}`,
  ...more,
});
const machine = (state: Record<string, Json>): Record<string, Json> => ({
  StartAt: 'I',
  States: { I: { End: true, ...state } },
});

/** Every kind of state that leaves something in the journal, one after the other. */
const definition: Json = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: {
      Type: 'Pass',
      Assign: { id: '{% $uuid() %}', at: '{% $states.context.State.EnteredTime %}' },
      Next: 'Flaky',
    },
    Flaky: task('flaky', { Retry: [{ ErrorEquals: ['Flaky'] }], Output: { id: '{% $id %}' }, Next: 'Pause' }),
    Pause: { Type: 'Wait', Seconds: 100, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'One', States: { One: task('slow', { Next: 'Two' }), Two: task('fast', { End: true }) } },
        {
          StartAt: 'Bad',
          States: {
            Bad: task('bad', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Mend' }], End: true }),
            Mend: task('fast', { End: true }),
          },
        },
      ],
      Next: 'Inline',
    },
    Inline: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: machine(task('slow')),
      Assign: { inline: '{% $states.result %}' },
      Next: 'Sent',
    },
    Sent: {
      Type: 'Task',
      Resource: queue,
      Arguments: { token: '{% $states.context.Task.Token %}' },
      Next: 'Many',
    },
    Many: {
      Type: 'Map',
      Items: '{% [1..9] %}',
      MaxConcurrency: 3,
      ToleratedFailureCount: 2,
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: '{% $id %}' },
      ItemProcessor: {
        ...machine(task('child', { Next: 'After' })),
        StartAt: 'I',
        States: { I: task('child', { Next: 'After' }), After: task('slow', { End: true }) },
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      Next: 'Written',
    },
    Written: {
      Type: 'Map',
      Items: [1, 2],
      ItemProcessor: {
        ...machine(task('child')),
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: 'b', Prefix: 'p' },
        WriterConfig: { Transformation: 'COMPACT' },
      },
      Output: {
        inline: '{% $inline %}',
        id: '{% $id %}',
        at: '{% $at %}',
        written: '{% $states.result.ResultWriterDetails %}',
      },
      End: true,
    },
  },
};

class Crash extends Error {}

/** The journal of a process that dies at the n-th write: before it reached the file, or right after. */
function dying(journal: Journal, writesLeft: number, isWritten: boolean): Journal {
  let left = writesLeft;
  return {
    ...journal,
    put: (frame, key, value) => {
      if (left < 0) throw new Crash();
      left -= 1;
      if (left >= 0 || isWritten) journal.put(frame, key, value);
      if (left < 0) throw new Crash();
    },
  };
}

/** Watches what a journal holds, and how much was written. */
function watched(): Journal & { readonly results: Set<string>; writes: number } {
  const journal = memoryJournal();
  const results = new Set<string>();
  const watching = {
    ...journal,
    results,
    writes: 0,
    put: (frame: string, key: string, value: Json) => {
      watching.writes += 1;
      if (typeof value === 'object' && value !== null && ('r' in value || 'e' in value))
        results.add(`${frame}|${key}`);
      journal.put(frame, key, value);
    },
  };
  return watching;
}

/** Tasks that are the same at every run; a "flaky" one knows from its attempt how often it has failed. */
const tasks: Record<string, Handler> = {
  flaky: (call) => {
    if (call.context.retryCount < 2) throw new AslError('Flaky');
    return 'well';
  },
  slow: async (call, { clock }) => {
    await clock.sleep(10_000);
    return ['slow', call.arguments];
  },
  fast: (call) => ['fast', call.arguments],
  bad: () => {
    throw new AslError('Bad', 'always');
  },
  child: async (call, { clock }) => {
    await clock.sleep(1000);
    const text = JSON.stringify(call.arguments);
    if (text.includes('[5,6]')) throw new AslError('Bad', 'five');
    return text;
  },
  [queue]: (call, world: World) => {
    void world.clock.sleep(3000).then(() => world.tokens.succeed(call.context.taskToken ?? '', 'reported'));
    return null;
  },
};

/** True when the journal already holds the outcome of the attempt, or of the child that it belongs to. */
function isFinished(attemptKey: string, results: ReadonlySet<string>): boolean {
  if (results.has(attemptKey)) return true;
  const [frame = ''] = attemptKey.split('|');
  const cut = frame.lastIndexOf('/');
  return cut >= 0 && results.has(`${frame.slice(0, cut)}|${frame.slice(cut + 1)}`);
}

/** Runs until the crash, if there is one; then tells what was run although it was finished. */
async function runOnce(
  journal: ReturnType<typeof watched>,
  objects: Record<string, string>,
  crash?: { after: number; isWritten: boolean },
) {
  const finishedBefore = new Set(journal.results);
  const used = crash === undefined ? journal : dying(journal, crash.after, crash.isWritten);
  const again: string[] = [];
  const checked = Object.fromEntries(
    Object.entries(tasks).map(([name, handler]): [string, Handler] => [
      name,
      (call, world) => {
        if (isFinished(call.context.attemptKey, finishedBefore)) again.push(call.context.attemptKey);
        return handler(call, world);
      },
    ]),
  );
  try {
    const { outcome } = await play({ definition, tasks: checked, journal: used, objects });
    return { outcome, again };
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    return { outcome: undefined, again };
  }
}

describe('after a crash at any moment', () => {
  test('the same call gives the same result, and nothing finished is run twice', async () => {
    const reference = watched();
    const wanted = await runOnce(reference, {});
    expect(wanted.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(reference.writes).toBeGreaterThan(30);

    for (let after = 0; after < reference.writes; after += 1) {
      for (const isWritten of [false, true]) {
        const journal = watched();
        const objects: Record<string, string> = {};
        const crashed = await runOnce(journal, objects, { after, isWritten });
        expect(crashed.outcome).toBeUndefined();
        const resumed = await runOnce(journal, objects);
        expect({ after, isWritten, again: resumed.again }).toEqual({ after, isWritten, again: [] });
        expect(stable(resumed.outcome)).toEqual(stable(wanted.outcome));
      }
    }
  });

  test('after any number of crashes too', async () => {
    const wanted = await runOnce(watched(), {});
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ after: fc.nat(15), isWritten: fc.boolean() }), { maxLength: 6 }),
        async (crashes) => {
          const journal = watched();
          for (const crash of crashes) expect((await runOnce(journal, {}, crash)).again).toEqual([]);
          const { outcome, again } = await runOnce(journal, {});
          expect(again).toEqual([]);
          expect(stable(outcome)).toEqual(stable(wanted.outcome));
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** Ids differ from run to run where a crash lost them before they were kept: only their shape counts. */
function stable(outcome: unknown): unknown {
  return JSON.parse(JSON.stringify(outcome).replaceAll(/uuid-\d+/g, 'uuid'));
}

test('chance and time are kept: a resumed run sees the values of the first', async () => {
  const journal = watched();
  const state = {
    Type: 'Pass',
    Assign: { id: '{% $uuid() & $string($random()) & $string($millis()) %}' },
    Next: 'T',
  };
  const last = task('f', { Output: '{% [$id, $states.result] %}', Arguments: '{% $id %}', End: true });
  const two: Json = { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: state, T: last } };
  let crashing = true;
  const f: Handler = (call) => {
    if (crashing) throw new Crash();
    return call.arguments;
  };
  const seen: unknown[] = [];
  const once = () =>
    play({
      definition: two,
      journal,
      tasks: { f: (call, world) => (seen.push(call.arguments), f(call, world)) },
      random: Math.random,
    });
  await expect(once()).rejects.toThrow(Crash);
  crashing = false;
  const { outcome } = await once();
  expect(outcome).toEqual({ status: 'SUCCEEDED', output: [seen[0], seen[0]] });
});

test('a wait goes on for what is left of it', async () => {
  const journal = memoryJournal();
  const wait = single({ Type: 'Wait', Seconds: 100 });
  await expect(play({ definition: wait, journal: dying(journal, 0, true) })).rejects.toThrow(Crash);
  const { world } = await play({ definition: wait, journal, startMs: 40_000 });
  expect(world.clock.now()).toBe(100_000);
});

const f: Handler = (call) => {
  if (call.context.retryCount === 0) throw new AslError('E');
  return 'well';
};

test('a retry waits for what is left of its delay', async () => {
  const journal = memoryJournal();
  const retry = single(task('f', { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 60 }] }));
  await expect(play({ definition: retry, tasks: { f }, journal: dying(journal, 0, true) })).rejects.toThrow(
    Crash,
  );
  const { world } = await play({ definition: retry, tasks: { f }, journal, startMs: 40_000 });
  expect(world.calls.map(({ atSeconds }) => atSeconds)).toEqual([60]);
});

test('a run of another input does not take the journal', async () => {
  const journal = memoryJournal();
  await play({ definition: single({ Type: 'Pass' }), journal, input: 1 });
  await expect(play({ definition: single({ Type: 'Pass' }), journal, input: 2 })).rejects.toMatchObject({
    code: 'asl.journal-mismatch',
  });
});

describe('redrive', () => {
  const flow: Json = {
    QueryLanguage: 'JSONata',
    StartAt: 'First',
    States: {
      First: task('first', { Next: 'Many' }),
      Many: {
        Type: 'Map',
        Items: '{% [1..5] %}',
        MaxConcurrency: 1,
        ToleratedFailureCount: 1,
        ItemProcessor: {
          ...machine(task('item')),
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        },
        Next: 'Both',
      },
      Both: {
        Type: 'Parallel',
        Branches: [machine(task('left')), { StartAt: 'J', States: { J: task('right', { End: true }) } }],
        Output: '{% [$states.context.Execution.RedriveCount, $states.result] %}',
        End: true,
      },
    },
  };

  test('runs what failed again, and nothing that was finished', async () => {
    const journal = memoryJournal();
    const ran: string[] = [];
    let broken = new Set(['item 2', 'item 4']);
    const handler =
      (name: string): Handler =>
      (call) => {
        const id = name === 'item' ? `item ${JSON.stringify(call.arguments)}` : name;
        ran.push(id);
        if (broken.has(id)) throw new AslError('Broken', id);
        return id;
      };
    const names = ['first', 'item', 'left', 'right'];
    const run = async (redrive: boolean) => {
      ran.length = 0;
      const { outcome } = await play({
        definition: flow,
        journal,
        redrive,
        tasks: Object.fromEntries(names.map((name) => [name, handler(name)])),
      });
      return { outcome, ran: [...ran] };
    };

    const first = await run(false);
    expect(first.outcome).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(first.ran).toEqual(['first', 'item 1', 'item 2', 'item 3', 'item 4']);

    const replayed = await run(false);
    expect(replayed).toEqual({ outcome: first.outcome, ran: [] });

    broken = new Set(['item 2', 'left', 'right']);
    const second = await run(true);
    expect(second.outcome).toMatchObject({ error: 'Broken' });
    expect(second.ran.slice(0, 3)).toEqual(['item 2', 'item 4', 'item 5']);

    broken = new Set();
    const third = await run(true);
    expect(third.outcome).toEqual({ status: 'SUCCEEDED', output: [2, 'left', 'right'] });
    expect(third.ran).toEqual(['left', 'right']);
  });
});
