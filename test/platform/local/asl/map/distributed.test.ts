import { describe, expect, test } from 'vitest';
import { AslError } from '#platform/local/asl/errors.ts';
import { isArray, parseJson, type Json } from '#platform/local/asl/json.ts';
import { lambda, outcomeOf, outputOf, play, single, type Handler } from '../play.ts';

const arn = 'arn:aws:states:us-east-1:111111111111';

function map(
  fields: Record<string, Json>,
  state: Record<string, Json> = { Type: 'Task', Resource: `${lambda}f` },
): Json {
  return single({
    Type: 'Map',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'I',
      States: { I: { End: true, ...state } },
    },
    ...fields,
  });
}

const reader = (config: Json): Json => ({
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: config,
  Arguments: { Bucket: 'work', Key: 'items' },
});

const echo = { Type: 'Pass' };

const failure = (config: Record<string, Json>, text: string) =>
  outcomeOf({ definition: map({ ItemReader: reader(config) }, echo), objects: { 'work/items': text } });

const read = (config: Record<string, Json>, text: string) =>
  outputOf({ definition: map({ ItemReader: reader(config) }, echo), objects: { 'work/items': text } });

describe('ItemReader', () => {
  test('JSON Lines, JSON and CSV', async () => {
    expect(await read({ InputType: 'JSONL' }, '{"a":1}\n\n"x"\r\n3')).toEqual([{ a: 1 }, 'x', 3]);
    expect(await read({ InputType: 'JSON' }, ' [1, {"a":2}] ')).toEqual([1, { a: 2 }]);
    expect(
      await read({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'a,b\n1,2\r\n"x,\n""y""",\nlast'),
    ).toEqual([
      { a: '1', b: '2' },
      { a: 'x,\n"y"', b: '' },
      { a: 'last', b: '' },
    ]);
    const given = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['h'], CSVDelimiter: 'TAB' };
    expect(await read(given, '1\t2\n,3\n')).toEqual([{ h: '1' }, { h: ',3' }]);
  });

  test('MaxItems', async () => {
    expect(await read({ InputType: 'JSONL', MaxItems: 2 }, '1\n2\n3')).toEqual([1, 2]);
    expect(await read({ InputType: 'JSONL', MaxItems: 0 }, '1\n2\n3')).toEqual([1, 2, 3]);
    expect(await read({ InputType: 'JSON', MaxItems: '{% 1 + 1 %}' }, '[1,2,3]')).toEqual([1, 2]);
    expect(await failure({ InputType: 'JSON', MaxItems: '{% -1 %}' }, '[1]')).toMatchObject({
      error: 'States.ItemReaderFailed',
    });
  });

  test('a listing', async () => {
    const list = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Arguments: { Bucket: 'work', Prefix: 'in/' },
    };
    const objects = { 'work/in/b': '22', 'work/in/a': '1', 'work/out/c': '3' };
    expect(await outputOf({ definition: map({ ItemReader: list }, echo), objects })).toMatchObject([
      { Key: 'in/a', Size: 1 },
      { Key: 'in/b', Size: 2 },
    ]);
  });

  test.each([
    ['no list', { InputType: 'JSON' }, '{}'],
    ['no JSON', { InputType: 'JSON' }, '['],
    ['a broken line', { InputType: 'JSONL' }, '1\n{'],
    ['two columns of one name', { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'a,a\n1,2'],
  ])('States.ItemReaderFailed for %s', async (_what, config, text) => {
    expect(await failure(config, text)).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
  });

  test('States.ItemReaderFailed for an object that is not there', async () => {
    expect(
      await outcomeOf({ definition: map({ ItemReader: reader({ InputType: 'JSON' }) }, echo) }),
    ).toMatchObject({
      error: 'States.ItemReaderFailed',
    });
  });

  test.each(['a\n\n1', 'a\n  \n1', 'a\n\\1'])(
    'refuses a CSV whose meaning is not known: %j',
    async (text) => {
      await expect(failure({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, text)).rejects.toMatchObject(
        { code: 'asl.refused' },
      );
    },
  );
});

const batches = (batcher: Json, input: Json, fields: Record<string, Json> = {}) =>
  outputOf({ definition: map({ ItemBatcher: batcher, ...fields }, echo), input });

describe('ItemBatcher', () => {
  test('as many items as allowed, with the input of the batch', async () => {
    const batcher = { MaxItemsPerBatch: 2, BatchInput: { run: '{% $states.context.Execution.Name %}' } };
    expect(await batches(batcher, [1, 2, 3])).toEqual([
      { BatchInput: { run: 'test' }, Items: [1, 2] },
      { BatchInput: { run: 'test' }, Items: [3] },
    ]);
  });

  test('as many bytes as allowed, to the byte', async () => {
    const twoItems = '{"Items":["aaaa","bbbb"]}'.length;
    const input = ['aaaa', 'bbbb', 'cccc'];
    expect(await batches({ MaxInputBytesPerBatch: twoItems }, input)).toEqual([
      { Items: ['aaaa', 'bbbb'] },
      { Items: ['cccc'] },
    ]);
    expect(await batches({ MaxInputBytesPerBatch: twoItems - 1 }, input)).toHaveLength(3);
  });

  test('an item that fits into no batch', async () => {
    expect(
      await outcomeOf({
        definition: map({ ItemBatcher: { MaxInputBytesPerBatch: 12 } }, echo),
        input: ['long text'],
      }),
    ).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });

  test('ItemSelector comes first', async () => {
    const selector = { ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } };
    expect(await batches({ MaxItemsPerBatch: 5 }, [1, 2], selector)).toEqual([
      { Items: [{ v: 1 }, { v: 2 }] },
    ]);
  });
});

const failOn =
  (...bad: Json[]): Handler =>
  (call) => {
    if (bad.includes(call.arguments)) throw new AslError('Bad', `item ${JSON.stringify(call.arguments)}`);
    return call.arguments;
  };

const run = (fields: Record<string, Json>, failures: number) =>
  outcomeOf({
    definition: map({ MaxConcurrency: 1, ...fields }),
    input: Array.from({ length: 10 }, (_, index) => index),
    tasks: { f: failOn(...Array.from({ length: failures }, (_, index) => index * 2)) },
  });

describe('tolerated failures', () => {
  const exceeded = { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' };
  const endured = { status: 'SUCCEEDED' };

  test.each<[Record<string, Json>, number, object]>([
    [{}, 0, endured],
    [{}, 1, exceeded],
    [{ ToleratedFailureCount: 2 }, 2, endured],
    [{ ToleratedFailureCount: 2 }, 3, exceeded],
    [{ ToleratedFailurePercentage: 20 }, 2, endured],
    [{ ToleratedFailurePercentage: 19.9 }, 2, exceeded],
    [{ ToleratedFailurePercentage: 100 }, 5, endured],
    [{ ToleratedFailureCount: 5, ToleratedFailurePercentage: 10 }, 2, exceeded],
    [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 90 }, 2, exceeded],
    [{ ToleratedFailureCount: '{% 1 %}' }, 1, endured],
  ])('%j and %i of 10 failed', async (fields, failures, expected) => {
    expect(await run(fields, failures)).toMatchObject(expected);
  });

  test('a failed child stands among the outputs with all its data', async () => {
    const outcome = await run({ ToleratedFailureCount: 1 }, 1);
    const output = outcome.status === 'SUCCEEDED' && isArray(outcome.output) ? outcome.output : [];
    expect(output.slice(1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(output[0]).toMatchObject({ Status: 'FAILED', Error: 'Bad', Cause: 'item 0', Input: '0' });
  });

  test('every item of a failed batch counts', async () => {
    const definition = map({ ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 });
    const tasks: Record<string, Handler> = {
      f: () => {
        throw new AslError('Bad');
      },
    };
    expect(await outcomeOf({ definition, input: [1, 2], tasks })).toMatchObject(endured);
    expect(await outcomeOf({ definition, input: [1, 2, 3], tasks })).toMatchObject(exceeded);
  });

  test('past the threshold nothing more is begun', async () => {
    const { world } = await play({
      definition: map({ MaxConcurrency: 1, ToleratedFailureCount: 1 }),
      input: Array.from({ length: 50 }, (_, index) => index),
      tasks: { f: failOn(3, 5) },
    });
    expect(world.calls).toHaveLength(6);
  });
});

const folder = 'out/runs/test/uuid-1';

const written = async (config: Json, name: string): Promise<string | undefined> => {
  const objects: Record<string, string> = {};
  await outputOf({ definition: map(writer(config), echo), input: [[1, 2], [3]], objects });
  return objects[`${folder}/${name}`];
};

const writer = (config?: Json): Record<string, Json> => ({
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Arguments: { Bucket: 'out', Prefix: "{% 'runs/' & $states.context.Execution.Name %}" },
    ...(config === undefined ? {} : { WriterConfig: config }),
  },
});

describe('ResultWriter', () => {
  test('writes every child, and answers with the place of the manifest', async () => {
    const objects: Record<string, string> = {};
    const definition = map({ ...writer(), Label: 'Score', ToleratedFailureCount: 1 });
    const output = await outputOf({
      definition,
      input: ['a', 'b', 'bad'],
      objects,
      tasks: { f: failOn('bad') },
    });
    expect(output).toEqual({
      MapRunArn: `${arn}:mapRun:machine/Score:uuid-1`,
      ResultWriterDetails: { Bucket: 'out', Key: 'runs/test/uuid-1/manifest.json' },
    });
    const succeeded = objects[`${folder}/SUCCEEDED_0.json`] ?? '';
    expect(parseJson(objects[`${folder}/manifest.json`] ?? '')).toEqual({
      DestinationBucket: 'out',
      MapRunArn: `${arn}:mapRun:machine/Score:uuid-1`,
      ResultFiles: {
        FAILED: [{ Key: 'runs/test/uuid-1/FAILED_0.json', Size: objects[`${folder}/FAILED_0.json`]?.length }],
        PENDING: [],
        SUCCEEDED: [{ Key: 'runs/test/uuid-1/SUCCEEDED_0.json', Size: succeeded.length }],
      },
    });
    expect(parseJson(succeeded)).toMatchObject([
      {
        Input: '"a"',
        Output: '"a"',
        Status: 'SUCCEEDED',
        ExecutionArn: `${arn}:execution:machine/Score:uuid-1-0`,
      },
      { Input: '"b"', Output: '"b"' },
    ]);
    expect(parseJson(objects[`${folder}/FAILED_0.json`] ?? '')).toMatchObject([
      { Input: '"bad"', Error: 'Bad', Status: 'FAILED' },
    ]);
  });

  test('COMPACT, FLATTEN and JSON Lines', async () => {
    expect(await written({ Transformation: 'COMPACT' }, 'SUCCEEDED_0.json')).toBe('[[1,2],[3]]');
    expect(await written({ Transformation: 'FLATTEN' }, 'SUCCEEDED_0.json')).toBe('[1,2,3]');
    expect(await written({ Transformation: 'FLATTEN', OutputType: 'JSONL' }, 'SUCCEEDED_0.jsonl')).toBe(
      '1\n2\n3\n',
    );
  });

  test('writes what there is when the threshold was exceeded, then the state fails', async () => {
    const objects: Record<string, string> = {};
    const definition = map({ ...writer(), MaxConcurrency: 1 });
    const outcome = await outcomeOf({
      definition,
      input: ['a', 'bad', 'b'],
      objects,
      tasks: { f: failOn('bad') },
    });
    expect(outcome).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(Object.keys(objects)).toEqual([
      `${folder}/SUCCEEDED_0.json`,
      `${folder}/FAILED_0.json`,
      `${folder}/manifest.json`,
    ]);
  });
});

test('children are executions of their own', async () => {
  const context = { Type: 'Pass', Output: '{% $states.context.Execution %}' };
  const output = await outputOf({ definition: map({ Label: 'L' }, context), input: ['item'] });
  expect(output).toMatchObject([
    { Id: `${arn}:execution:machine/L:uuid-1-0`, Input: 'item', Name: 'uuid-1-0' },
  ]);
});

test('outputs of more than 256 KiB together need a ResultWriter', async () => {
  const definition = map({});
  const tasks: Record<string, Handler> = { f: () => 'x'.repeat(100_000) };
  expect(await outcomeOf({ definition, input: [1, 2, 3], tasks })).toMatchObject({
    error: 'States.DataLimitExceeded',
  });
});

test('progress is told: totals once everything is read', async () => {
  const { world } = await play({
    definition: map({ ToleratedFailureCount: 1 }),
    input: [0, 1, 2],
    tasks: { f: failOn(1) },
  });
  const progress = world.events.filter((event) => event.type === 'map-progress').map(({ counts }) => counts);
  expect(progress.at(-1)).toEqual({ total: 3, succeeded: 2, failed: 1, running: 0, resumed: 0 });
  expect(progress.some(({ running }) => running > 0)).toBe(true);
});
