import { buildSchema, type GraphQLObjectType, Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { costOf } from '#lambdas/api/cost.ts';
import { wantedIn } from '#lambdas/api/selection.ts';
import { appSyncDefinitions } from '#platform/local/appsync-directives.ts';
import { schemaText } from './api-flight.ts';

const types = Object.values(buildSchema(appSyncDefinitions + schemaText).getTypeMap()).filter(
  (type): type is GraphQLObjectType =>
    type.astNode?.kind === Kind.OBJECT_TYPE_DEFINITION && !['Query', 'Mutation'].includes(type.name),
);
const names = types.flatMap((type) => Object.keys(type.getFields()));

describe('a selection', () => {
  it('knows every field of the schema', () => {
    expect(names.filter((name) => wantedIn([name])('another'))).toEqual([]);
    expect(wantedIn(['items', 'items/url'])('items/url')).toBe(true);
    expect(wantedIn(['items', 'items/url'])('items/place')).toBe(false);
  });

  it('counts as everything where a field was renamed', () => {
    expect(wantedIn(['items', 'items/picture'])('items/url')).toBe(true);
    expect(wantedIn(['items', 'items/__typename'])('items/url')).toBe(false);
  });
});

describe('the cost of a call', () => {
  it('is the entries of its page times what is asked of each', () => {
    const selection = ['items', 'items/name', 'items/url'];
    expect(costOf(selection, { first: 200 })).toBe(601);
    expect(costOf(selection, { size: 7 })).toBe(22);
    expect(costOf(selection, {})).toBe(4);
  });
});
