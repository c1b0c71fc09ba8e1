import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseManifest } from '#core/flight/manifest.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { openTestApi, type TestApi } from './api-flight.ts';

let api: TestApi;
let tiled: { name: string; sha256: string };
const broken = { name: 'DJI_0900.JPG', sizeBytes: 4, sha256: sha256Of('half') };
const unreadable = 'DJI_0901.JPG';

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

beforeAll(async () => {
  api = await openTestApi();
  const { tables } = api.cloud.platform;
  const run = await runOf();
  const used = (await tables.photos.getMany(api.flightId, sheetSpecName(run.sheet), [api.photoId])).get(
    api.photoId,
  )!;
  tiled = { name: used.name, sha256: `${api.photoId}${'0'.repeat(44)}` };
  const photos = [{ ...tiled, sizeBytes: 3 }, broken];
  const manifest = { schema: 'umbel.flight/1', flightId: api.flightId, photos, unreadable: [unreadable] };
  await api.cloud.put('uploads', `flights/${api.flightId}/flight.json`, JSON.stringify(manifest));
});

async function runOf() {
  const { flights } = api.cloud.platform.tables;
  const { latestRunId } = (await flights.getFlight(api.flightId))!;
  return (await flights.getRun(api.flightId, latestRunId))!.run!;
}

let keys = 0;
async function replace(name: string, content: string): Promise<string | undefined> {
  const input = {
    flightId: api.flightId,
    name,
    sizeBytes: content.length,
    sha256: sha256Of(content),
    idempotencyKey: `replace-photo-${keys++}`,
  };
  const { errors } = await api.ask(
    'mutation ($input: ReplacePhotoInput!) { replacePhoto(input: $input) { name } }',
    { input },
    { role: 'operator' },
  );
  return errors?.[0]?.extensions.errorInfo.code;
}

const manifestNow = async () =>
  parseManifest(await api.cloud.read('uploads', `flights/${api.flightId}/flight.json`));
const announced = () => api.cloud.calls.filter(({ method }) => method === 'objects.created').length;

/** The ticket for the broken photo's file. */
async function ticketOf(more: object) {
  const file = { name: broken.name, sizeBytes: 5, ...more };
  const input = { flightId: api.flightId, files: [file], idempotencyKey: `ticket-again-${keys++}` };
  const { data } = await api.ask(
    'mutation ($input: RequestUploadInput!) { requestUpload(input: $input) { tickets { present } } }',
    { input },
    { role: 'operator' },
  );
  return (data as unknown as { requestUpload: { tickets: [{ present: boolean }] } }).requestUpload.tickets;
}

describe('a mended file for a photo', () => {
  it('is taken where it has arrived, and announces the flight anew', async () => {
    expect(await replace(broken.name, 'whole')).toBe('upload.incomplete');
    expect((await manifestNow()).photos).toContainEqual(broken);
    const before = announced();
    await api.cloud.put('uploads', `flights/${api.flightId}/${broken.name}`, 'whole');
    expect(await replace(broken.name, 'whole')).toBeUndefined();
    const { photos } = await manifestNow();
    expect(photos?.map(({ name }) => name)).toEqual([tiled.name, broken.name]);
    expect(photos?.[1]).toEqual({ name: broken.name, sizeBytes: 5, sha256: sha256Of('whole') });
    expect(announced()).toBe(before + 1);
  });

  it('is taken for a photo that could not be read where it lay: it is one of the flight now', async () => {
    await api.cloud.put('uploads', `flights/${api.flightId}/${unreadable}`, 'here');
    expect(await replace(unreadable, 'here')).toBeUndefined();
    const { photos, unreadable: left } = await manifestNow();
    expect(left).toEqual([]);
    expect(photos?.at(-1)).toEqual({ name: unreadable, sizeBytes: 4, sha256: sha256Of('here') });
  });

  it('is refused for a photo that is used, one that nobody knows, and while the flight is worked on', async () => {
    await api.cloud.put('uploads', `flights/${api.flightId}/${tiled.name}`, 'other');
    expect(await replace(tiled.name, 'other')).toBe('photo.in-use');
    expect(await replace('DJI_7777.JPG', 'other')).toBe('photo.not-found');
    expect(await replace('../flight.json', 'other')).toBe('api.bad-input');
    const { flights } = api.cloud.platform.tables;
    const { latestRunId } = (await flights.getFlight(api.flightId))!;
    const record = (await flights.getRun(api.flightId, latestRunId))!;
    await flights.putRun({ ...record, status: 'running' });
    expect(await replace(broken.name, 'whole')).toBe('run.running');
    await flights.putRun(record);
  });

  it('gets a ticket although a file of its size is there', async () => {
    expect(await ticketOf({})).toEqual([{ present: true }]);
    expect(await ticketOf({ replace: true })).toEqual([{ present: false }]);
  });
});

describe('what a run has nothing to do with', () => {
  it('is not shown among its photos: the broken file that was replaced', async () => {
    const run = await runOf();
    const spec = sheetSpecName(run.sheet);
    const shown = async () => {
      const query = 'query ($f: ID!) { photos(flightId: $f, outcome: QUARANTINED) { items { name } } }';
      const { data } = await api.ask(query, { f: api.flightId });
      return (data as unknown as { photos: { items: { name: string }[] } }).photos.items.map(
        ({ name }) => name,
      );
    };
    const before = await shown();
    await api.cloud.platform.tables.photos.put({
      flightId: api.flightId,
      photoId: 'f'.repeat(20),
      spec,
      name: broken.name,
      flags: [],
      outcome: 'quarantined',
      reason: { code: 'photo.truncated', message: 'The end is missing.' },
    } as never);
    expect(await shown()).toEqual(before);
  });
});
