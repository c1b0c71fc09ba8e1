import { beforeAll, describe, expect, it } from 'vitest';
import { restrictedFields } from '#platform/local/appsync-directives.ts';
import { openTestApi, type TestApi, testRoles } from './api-flight.ts';
import { onSighting, operationOf, rows, schema } from './rows.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  api.cloud.answer('workflows.start', 'started');
});

const cells = rows.flatMap((row) =>
  testRoles.map((role) => ({ ...row, role, may: row.allowed.includes(role) })),
);

describe('the table of roles', () => {
  it('has a row for every field of the schema', () => {
    const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
      Object.keys(type.getFields()).map((name) => `${type.name}.${name}`),
    );
    expect(rows.map(({ field }) => field)).toEqual(fields);
  });

  it('is that of the schema, and that of the function', async () => {
    const { apiFields } = await import('#lambdas/api/fields.ts');
    const byRow = Object.fromEntries(rows.map(({ field, allowed }) => [field, allowed]));
    const restricted = restrictedFields(schema);
    expect(Object.keys(apiFields).sort()).toEqual(Object.keys(byRow).sort());
    for (const [field, { groups = testRoles }] of Object.entries(apiFields)) {
      expect(groups, field).toEqual(byRow[field]);
      expect(restricted.get(field) ?? testRoles, field).toEqual(byRow[field]);
    }
  });

  it.each(cells.filter(({ may }) => may))('lets $role use $field', async (cell) => {
    const key = `key-${cell.field.split('.')[1]}-${cell.role}`;
    const args = cell.arguments?.(api, key) ?? {};
    const { query, variables } = operationOf(cell, args);
    const answer = await api.ask(query, variables, { role: cell.role });
    const codes = answer.errors?.map(({ extensions }) => extensions.errorInfo.code);
    expect(codes, JSON.stringify(answer)).toEqual(cell.endsWith === undefined ? undefined : [cell.endsWith]);
    const found = Object.values(answer.data ?? {})[0] ?? null;
    expect(cell.endsWith !== undefined || found !== null, 'the sample call finds something').toBe(true);
    expect(api.hidden).toEqual([]);
  });

  it.each(cells.filter(({ may }) => !may))('refuses $role the use of $field', async (cell) => {
    const args = cell.arguments?.(api, `key-refused-${cell.role}`) ?? {};
    const { query, variables } = operationOf(cell, args);
    const answer = await api.ask(query, variables, { role: cell.role });
    expect(answer.errors?.map(({ extensions }) => extensions.errorType)).toEqual(['FORBIDDEN']);
    // Nor when AppSync's own rule were lost.
    const [typeName = '', fieldName = ''] = cell.field.split('.');
    const past = await api.call(typeName, fieldName, args, cell.role);
    expect(past).toMatchObject({ error: { type: 'FORBIDDEN' } });
  });

  it('refuses people in no group, and nobody', async () => {
    for (const identity of [{ username: 'x', groups: [] }, { username: 'x', groups: ['other'] }, null]) {
      const { handler } = await import('#lambdas/api/handler.ts');
      const { invoke } = await import('../local-platform.ts');
      const answer = await invoke(handler as never, {
        arguments: {},
        identity,
        source: null,
        request: { headers: {}, domainName: null },
        prev: null,
        stash: {},
        info: { parentTypeName: 'Query', fieldName: 'me', selectionSetList: [], variables: {} },
      });
      expect(answer).toMatchObject({ error: { type: 'FORBIDDEN' } });
    }
  });
});

describe('fields for some roles', () => {
  it('hide who gave an answer, who flew and who marked from analysts', async () => {
    const mark = { ...onSighting(api), kind: 'GONE', date: '2026-01-06', idempotencyKey: 'mark-for-who' };
    const markIt = 'mutation ($input: MarkSightingInput!) { markSighting(input: $input) { version } }';
    await api.ask(markIt, { input: mark }, { role: 'operator' });
    const query = `query ($s: ID!, $f: ID!) { flight(flightId: $f) { operator } sighting(flightId: $f, sightingId: $s) { mark { kind who } } }`;
    const variables = { s: api.sightingId, f: api.flightId };
    const seen = await api.ask(query, variables, { role: 'biologist' });
    expect(seen.data).toMatchObject({
      flight: { operator: 'Me' },
      sighting: { mark: { who: 'operator person' } },
    });
    const hidden = await api.ask(query, variables, { role: 'analyst' });
    expect(hidden.data).toMatchObject({
      flight: { operator: null },
      sighting: { mark: { kind: 'GONE', who: null } },
    });
    expect(hidden.errors?.every(({ extensions }) => extensions.errorType === 'FORBIDDEN')).toBe(true);
  });
});
