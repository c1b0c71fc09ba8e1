import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { pagesOf } from '#core/flight/file-list.ts';
import { parseManifest } from '#core/flight/manifest.ts';
import { openTestPlatform, type LocalPlatform } from '../local-platform.ts';
import { askThrough, type TestApi } from './api-flight.ts';

const photos = Array.from({ length: 10_000 }, (_, i) => ({
  name: `100MEDIA/DJI_20260822_${String(i).padStart(5, '0')}_V.JPG`,
  sizeBytes: 3,
  sha256: createHash('sha256').update(String(i)).digest('hex'),
}));
const list = {
  photos,
  unreadable: ['100MEDIA/DJI_BROKEN.JPG'],
  sideFiles: Array.from({ length: 1_200 }, (_, i) => `100MEDIA/DJI_${i}.SRT`),
};
const pages = pagesOf(list);
const listId = createHash('sha256').update(JSON.stringify(list)).digest('hex');
const flightId = 'large-1';
const manifestKey = `flights/${flightId}/flight.json`;

/** What AppSync takes of one request. Source: AWS AppSync endpoints and quotas, "Request body size". */
const mostBytes = 1_000_000;

let cloud: LocalPlatform;
let ask: TestApi['ask'];
const sizes: number[] = [];
let keys = 0;

async function change(field: string, type: string, input: object, selection: string) {
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) ${selection} }`;
  const idempotencyKey = 'idempotencyKey' in input ? input.idempotencyKey : `large-flight-${keys++}`;
  const variables = { input: { ...input, flightId, idempotencyKey } };
  sizes.push(JSON.stringify({ query, variables }).length);
  const { data, errors } = await ask(query, variables, { role: 'operator' });
  const [error] = errors ?? [];
  return error === undefined
    ? { ...(data?.[field] as object | undefined) }
    : { code: error.extensions.errorInfo.code, ...error.extensions.errorInfo.params };
}

const send = (page: number, files: object = pages[page]!) =>
  change('listFlightFiles', 'ListFlightFilesInput', { listId, page, ...files }, '{ listId page files }');
const commit = (input: object = { listed: { listId, pages: pages.length } }) =>
  change('commitFlight', 'CommitFlightInput', { title: 'A large one', ...input }, '{ flightId photos }');
const isCommitted = async () =>
  (await cloud.platform.objects.head({ bucket: 'umbel-uploads', key: manifestKey })) !== undefined;

beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/api/handler.ts');
  ask = askThrough(handler as never, []);
  mkdirSync(cloud.fileOf('uploads', `flights/${flightId}/100MEDIA`), { recursive: true });
  for (const { name } of photos) writeFileSync(cloud.fileOf('uploads', `flights/${flightId}/${name}`), 'abc');
});

describe('a flight of 10,000 photos', () => {
  it('is not committed before its list is there', async () => {
    for (const page of pages.keys()) if (page !== 4) await send(page);
    const missing = { code: 'upload.list-incomplete', page: 5, pages: pages.length };
    expect(await commit()).toEqual(missing);
    expect(await isCommitted()).toBe(false);
  });

  it('is committed when all of its list has come, in whatever order, some of it twice', async () => {
    const first = pages[0]!;
    expect(await send(4)).toEqual({ listId, page: 4, files: 1_000 });
    expect(await send(0, first)).toEqual({ listId, page: 0, files: 1_000 });
    expect(await commit()).toEqual({ flightId, photos: 10_000 });
    const {
      title,
      photos: sent = [],
      unreadable = [],
      sideFiles = [],
    } = parseManifest(await cloud.read('uploads', manifestKey));
    expect({ photos: sent, unreadable, sideFiles }).toEqual(list);
    expect(title).toBe('A large one');
  });

  it('is the same flight when the commit is made again, by the same call or by one that says the same', async () => {
    const before = await cloud.read('uploads', manifestKey);
    const input = { listed: { listId, pages: pages.length }, idempotencyKey: 'large-commit-again' };
    expect(await commit(input)).toEqual({ flightId, photos: 10_000 });
    expect(await commit(input)).toEqual({ flightId, photos: 10_000 });
    expect(await cloud.read('uploads', manifestKey)).toBe(before);
    expect(await commit({ ...input, title: 'Another', idempotencyKey: 'large-commit-other' })).toEqual({
      code: 'flight.exists',
      flightId,
    });
  });

  it('needs no question that AppSync would refuse', () => {
    expect(Math.max(...sizes)).toBeLessThan(mostBytes);
    expect(JSON.stringify(photos).length).toBeGreaterThan(mostBytes);
  });
});

describe('a list of files', () => {
  it('is needed, with photos in it', async () => {
    expect(await commit({})).toEqual({ code: 'upload.no-photos' });
    expect(await commit({ unreadable: ['a.jpg'] })).toEqual({ code: 'upload.no-photos' });
  });

  it('is refused where it has too many files, is no list, or is a way out of its folder', async () => {
    const many = photos.slice(0, 1_001);
    expect(await send(0, { photos: many })).toMatchObject({ code: 'api.bad-input' });
    expect(await commit({ photos: many })).toMatchObject({ code: 'api.bad-input' });
    for (const input of [{ listId: '../../a' }, { listId: 'A'.repeat(64) }, { page: -1 }, { page: 1_000 }])
      expect(await send(0, input)).toMatchObject({ code: 'api.bad-input' });
    expect(await commit({ listed: { listId, pages: 1_001 } })).toMatchObject({ code: 'api.bad-input' });
    const outside = [{ name: '../flight.json', sizeBytes: 3, sha256: 'a'.repeat(64) }];
    expect(await send(0, { photos: outside })).toMatchObject({ code: 'api.bad-input' });
  });
});
