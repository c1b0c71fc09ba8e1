import { beforeAll, expect, it } from 'vitest';
import { openTestApi, type TestApi } from './api-flight.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});

const photo = async (selection: string, fragments = ''): Promise<Record<string, unknown>> => {
  const { flightId, photoId } = api;
  const query = `query ($flightId: ID!, $photoId: ID!) { photo(flightId: $flightId, photoId: $photoId) ${selection} } ${fragments}`;
  const asked = await api.ask(query, { flightId, photoId });
  return asked.data?.['photo'] as unknown as Record<string, unknown>;
};

it.each([
  ['under the name of another field', '{ labels: sightings previewUrl: name name: previewUrl }', ''],
  ['in an inline fragment', '{ ... on Photo { labels: sightings previewUrl: name name: previewUrl } }', ''],
  [
    'in a named fragment',
    '{ ...Line }',
    'fragment Line on Photo { labels: sightings previewUrl: name name: previewUrl }',
  ],
])('a field is answered %s', async (_, selection, fragments) => {
  expect(await photo(selection, fragments)).toEqual({
    labels: expect.arrayContaining([expect.any(String)]) as unknown,
    previewUrl: expect.stringMatching(/\.jpe?g$/i) as unknown,
    name: expect.stringContaining('/objects/umbel-work/previews/') as unknown,
  });
});

it('a field is answered under several names', async () => {
  const answered = await photo('{ a: previewUrl b: previewUrl previewUrl }');
  expect(answered['a']).toContain('/previews/');
  expect(new Set(Object.values(answered)).size).toBe(1);
});
