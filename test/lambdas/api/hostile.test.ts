import { beforeAll, describe, expect, it } from 'vitest';
import { type Asked, openTestApi, type TestApi } from './api-flight.ts';
import { operationOf, type Row, rows } from './rows.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  api.cloud.answer('workflows.start', 'started');
});

/** What enemies and broken programs send where a text or a number is wanted. */
const texts = [
  'x'.repeat(20_000),
  '../../etc/passwd\u0000',
  '<img src=x onerror=alert(1)>',
  '__proto__',
  '\uD800',
  '',
];
const numbers = [-1, 1e300, 0.5, 2 ** 40];

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** The arguments with one text or number after the other in place of what was there, and where it stands. */
function* changesOf(value: Value, at = ''): Generator<{ at: string; changed: Value }> {
  if (typeof value === 'string') for (const changed of texts) yield { at, changed };
  else if (typeof value === 'number') for (const changed of numbers) yield { at, changed };
  else if (Array.isArray(value)) {
    const [first, ...rest] = value as readonly Value[];
    if (first !== undefined)
      for (const { at: where, changed } of changesOf(first, `${at}[0]`))
        yield { at: where, changed: [changed, ...rest] };
  } else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value))
      for (const { at: where, changed } of changesOf(inner, `${at}.${name}`))
        yield { at: where, changed: Object.assign({}, value, { [name]: changed }) };
}

async function tryEverything(row: Row): Promise<{ tried: number; wrong: string[] }> {
  const args = JSON.parse(JSON.stringify(row.arguments?.(api, 'hostile-key-0001') ?? {})) as Value;
  const wrong: string[] = [];
  let tried = 0;
  for (const { at, changed } of changesOf(args)) {
    tried++;
    const { query, variables } = operationOf(row, changed as object);
    const { errors = [] }: Asked = await api.ask(query, variables, { role: 'admin' });
    const types = errors.map(({ extensions }) => extensions.errorType);
    if (types.some((type) => type === 'INTERNAL' || type === undefined))
      wrong.push(`${at}: ${JSON.stringify(errors)}`);
  }
  return { tried, wrong };
}

describe('hostile arguments', () => {
  it.each(rows.filter((row) => row.arguments !== undefined))(
    'of $field are nobody’s failure but the caller’s',
    async (row) => {
      const { tried, wrong } = await tryEverything(row);
      expect(wrong).toEqual([]);
      expect(tried).toBeGreaterThanOrEqual(numbers.length);
      expect(api.hidden).toEqual([]);
    },
  );

  it('are refused where they are too long, everywhere that people type', async () => {
    const long = 'x'.repeat(5_000);
    const [flightId, tileId, sightingId] = [api.flightId, api.waiting[0], api.sightingId];
    const typed: readonly [string, string, object][] = [
      ['labelTile', 'LabelTileInput', { tileId, answer: 'UNSURE', note: long }],
      [
        'markSighting',
        'MarkSightingInput',
        { flightId, sightingId, kind: 'GONE', date: '2026-01-05', note: long },
      ],
      ['promoteModel', 'PromoteModelInput', { modelId: api.models[1], reason: long }],
      ['rollbackModel', 'RollbackModelInput', { reason: long }],
      ...['title', 'operator', 'notes', 'capturedAt'].map((name): [string, string, object] => [
        'commitFlight',
        'CommitFlightInput',
        {
          flightId: 'new-9',
          photos: [{ name: 'a.jpg', sizeBytes: 5, sha256: 'a'.repeat(64) }],
          [name]: long,
        },
      ]),
    ];
    for (const [field, type, input] of typed) {
      const asked = await api.ask(
        `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`,
        { input: { ...input, idempotencyKey: 'too-long-0001' } },
        { role: 'admin' },
      );
      expect(asked.errors?.[0]?.extensions.errorInfo.code, field).toBe('api.bad-input');
    }
  });
});

describe('a formula in a note', () => {
  it('runs in no spreadsheet that opens an export', async () => {
    const { flightId, sightingId } = api;
    const input = {
      flightId,
      sightingId,
      kind: 'TREATED',
      date: '2026-01-05',
      note: '=HYPERLINK("http://x")',
    };
    await api.ask('mutation ($input: MarkSightingInput!) { markSighting(input: $input) { version } }', {
      input: { ...input, idempotencyKey: 'formula-mark-1' },
    });
    const exported = await api.ask(
      'mutation ($input: MakeExportInput!) { makeExport(input: $input) { url } }',
      {
        input: { flightId, format: 'CSV', idempotencyKey: 'formula-export-1' },
      },
    );
    const { url } = exported.data?.['makeExport'] ?? { url: '' };
    const key = decodeURIComponent(
      new URL(url, 'http://127.0.0.1').pathname.split('/umbel-results/')[1] ?? '',
    );
    const csv = await api.cloud.read('results', key);
    expect(csv.split('\n').length).toBeGreaterThan(2);
    expect(csv).not.toMatch(/(?:^|[,;\n])"?[=+@][A-Z]/);
  });
});
