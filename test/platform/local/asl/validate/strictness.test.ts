import { describe, expect, test } from 'vitest';
import { loadStateMachine } from '#platform/local/asl/validate/machine.ts';
import { parseJson, type Json } from '#platform/local/asl/json.ts';

/** A definition that uses every place where an unknown field could hide. */
const everything = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Output: 1, Assign: { a: 1 }, Next: 'Decide' },
    Decide: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $a = 1 %}', Next: 'Call', Assign: { b: 2 } }],
      Default: 'Stop',
    },
    Call: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f' },
      Credentials: { RoleArn: 'arn:aws:iam::111111111111:role/r' },
      Retry: [{ ErrorEquals: ['States.ALL'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Stop' }],
      Next: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: 1, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [{ StartAt: 'One', States: { One: { Type: 'Succeed' } } }],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Arguments: { Bucket: 'b', Key: 'k' },
      },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: 'b', Prefix: 'p' },
        WriterConfig: { Transformation: 'NONE' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Inner',
        States: { Inner: { Type: 'Pass', End: true } },
      },
      Next: 'Older',
    },
    Older: {
      Type: 'Map',
      Iterator: { StartAt: 'Deep', States: { Deep: { Type: 'Pass', End: true } } },
      Items: [1],
      End: true,
    },
    Stop: { Type: 'Fail', Error: 'E' },
  },
});

const load = (definition: Json) =>
  loadStateMachine(definition, { supports: (name) => !name.includes('unsupported') });

/** Paths of every object of the definition whose fields are the language's own. */
const objects: readonly string[] = [
  '',
  'States/Begin',
  'States/Decide',
  'States/Decide/Choices/0',
  'States/Call',
  'States/Call/Credentials',
  'States/Call/Retry/0',
  'States/Call/Catch/0',
  'States/Pause',
  'States/Both',
  'States/Both/Branches/0',
  'States/Both/Branches/0/States/One',
  'States/Each',
  'States/Each/ItemReader',
  'States/Each/ItemReader/ReaderConfig',
  'States/Each/ItemReader/Arguments',
  'States/Each/ItemBatcher',
  'States/Each/ResultWriter',
  'States/Each/ResultWriter/Arguments',
  'States/Each/ResultWriter/WriterConfig',
  'States/Each/ItemProcessor',
  'States/Each/ItemProcessor/ProcessorConfig',
  'States/Each/ItemProcessor/States/Inner',
  'States/Older/Iterator',
  'States/Older/Iterator/States/Deep',
  'States/Stop',
];

/** The definition with a field more in the object at the path. */
function withField(path: string, field: string, value: Json): Json {
  const definition: unknown = parseJson(everything);
  let object = definition;
  for (const name of path === '' ? [] : path.split('/')) object = Reflect.get(Object(object), name);
  Reflect.set(Object(object), field, value);
  return parseJson(JSON.stringify(definition));
}

describe('an unknown field is refused', () => {
  test('the definition without one is accepted', () => {
    expect(load(parseJson(everything)).states.size).toBe(8);
  });

  test.each(objects)('in /%s', (path) => {
    expect(() => load(withField(path, 'Surprise', 1))).toThrow(/'Surprise' is not known here/);
  });

  test('in a comparison of a JSONPath rule', () => {
    const rule = { Not: { Variable: '$.a', IsNull: true, Surprise: 1 }, Next: 'End' };
    expect(() => load(choice(rule))).toThrow(/'Surprise' is not known here/);
  });

  test.each([
    ['States/Begin', 'Parameters'],
    ['States/Begin', 'InputPath'],
    ['States/Call', 'ResultPath'],
    ['States/Call', 'TimeoutSecondsPath'],
    ['States/Pause', 'SecondsPath'],
    ['States/Each', 'ItemsPath'],
    ['States/Stop', 'CausePath'],
  ])('%s cannot have the JSONPath field %s in JSONata', (path, field) => {
    expect(() => load(withField(path, field, '$'))).toThrow(/is not known here/);
  });
});

const one = (state: Record<string, Json>, language = 'JSONata'): Json => ({
  QueryLanguage: language,
  StartAt: 'S',
  States: { S: { End: true, ...state } },
});

describe('what is not known is refused when the definition is loaded', () => {
  test.each<[string, Json, RegExp]>([
    ['a state type', one({ Type: 'Loop' }), /state type 'Loop'/],
    [
      'a resource',
      one({ Type: 'Task', Resource: 'arn:aws:states:::unsupported:thing' }),
      /nothing here can run/,
    ],
    ['an activity', one({ Type: 'Task', Resource: 'arn:aws:states:us-east-1:1:activity:a' }), /is not known/],
    ['a JSONata function', one({ Type: 'Pass', Output: '{% $shuffle([1]) %}' }), /'\$shuffle'/],
    ['$eval', one({ Type: 'Pass', Output: "{% $eval('1') %}" }), /'\$eval'/],
    ['$$', one({ Type: 'Pass', Output: '{% $$.a %}' }), /'\$\$'/],
    ['a name without $states', one({ Type: 'Pass', Output: '{% states.input %}' }), /'states' without/],
    ['the same inside a call', one({ Type: 'Pass', Output: '{% $sum(items) %}' }), /'items' without/],
    ['broken JSONata', one({ Type: 'Pass', Output: '{% 1 + %}' }), /cannot be read/],
    ['half an expression', one({ Type: 'Pass', Output: '{% 1' }), /does not end like one/],
    ['an intrinsic function', jsonPath("States.Magic('a')"), /no function 'States.Magic'/],
    ['too many arguments', jsonPath("States.UUID('a')"), /does not take 1 arguments/],
    ['a filter', jsonPath('$.a[?(@.b == 1)]'), /does not know/],
    ['a function in a path', jsonPath('$.a.length()'), /does not know/],
    ['a manifest as items', reader({ InputType: 'MANIFEST' }), /is not one of/],
    [
      'States.ALL among others',
      one({ Type: 'Task', ...lambda, Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] }),
      /alone/,
    ],
    [
      'States.ALL before others',
      one({ Type: 'Task', ...lambda, Catch: [all, { ErrorEquals: ['A'], Next: 'S' }] }),
      /last/,
    ],
    ['a DISTRIBUTED Map of no type', distributed({ Mode: 'DISTRIBUTED' }), /'ExecutionType' is needed/],
    ['an INLINE Map with a Label', distributed({ Mode: 'INLINE' }), /belongs to DISTRIBUTED mode/],
    ['both Next and End', one({ Type: 'Pass', Next: 'S' }), /exclude each other/],
    ['two ways to wait', one({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z' }), /exactly one/],
    [
      'two comparisons',
      choice({ Variable: '$.a', IsNull: true, IsString: true, Next: 'End' }),
      /exactly one/,
    ],
    ['a version', { Version: '2.0', StartAt: 'S', States: {} }, /version '2.0'/],
  ])('%s', (_what, definition, message) => {
    expect(() => load(definition)).toThrow(message);
    expect(codeOf(() => load(definition))).toBe('asl.refused');
  });

  function distributed(config: Json): Json {
    const processor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } }, ProcessorConfig: config };
    return one({ Type: 'Map', Label: 'L', ItemProcessor: processor });
  }

  function jsonPath(text: string): Json {
    return one({ Type: 'Pass', Parameters: { 'a.$': text } }, 'JSONPath');
  }

  function reader(config: Json): Json {
    const processor = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
    return one({
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: config, Arguments: {} },
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } },
    });
  }
});

function task(resource: string): Json {
  return { StartAt: 'S', States: { S: { Type: 'Task', Resource: resource, End: true } } };
}

describe('what AWS rejects at CreateStateMachine is told apart', () => {
  const pass = { Type: 'Pass', End: true };

  test.each<[string, Json]>([
    ['not an object', 'text'],
    ['no States', { StartAt: 'S' }],
    ['no StartAt', { States: { S: pass } }],
    ['StartAt that does not exist', { StartAt: 'X', States: { S: pass } }],
    ['Next that does not exist', { StartAt: 'S', States: { S: { Type: 'Pass', Next: 'X' } } }],
    ['neither Next nor End', { StartAt: 'S', States: { S: { Type: 'Pass' } } }],
    ['a dynamodb action that is no integration', task('arn:aws:states:::dynamodb:query')],
    [
      'a timestamp without Z',
      { StartAt: 'S', States: { S: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00', End: true } } },
    ],
    [
      'JSONPath below JSONata',
      { QueryLanguage: 'JSONata', StartAt: 'S', States: { S: { ...pass, QueryLanguage: 'JSONPath' } } },
    ],
    ['a text that is no path', { StartAt: 'S', States: { S: { ...pass, Parameters: { 'a.$': 'text' } } } }],
    [
      'an illegal escape',
      { StartAt: 'S', States: { S: { ...pass, Parameters: { 'a.$': String.raw`States.Array('\"')` } } } },
    ],
  ])('%s', (_what, definition) => {
    expect(codeOf(() => load(definition))).toBe('asl.rejected');
  });

  test('a task token in an EXPRESS state machine', () => {
    const definition = task('arn:aws:states:::sqs:sendMessage.waitForTaskToken');
    expect(codeOf(() => loadStateMachine(definition, { supports: () => true, type: 'EXPRESS' }))).toBe(
      'asl.rejected',
    );
    expect(loadStateMachine(definition, { supports: () => true }).startAt).toBe('S');
  });
});

const lambda = { Resource: 'arn:aws:states:::lambda:invoke' };
const all = { ErrorEquals: ['States.ALL'], Next: 'S' };

function choice(rule: Record<string, Json>): Json {
  return { StartAt: 'C', States: { C: { Type: 'Choice', Choices: [rule] }, End: { Type: 'Succeed' } } };
}

function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return Reflect.get(Object(error), 'code');
  }
  return undefined;
}
