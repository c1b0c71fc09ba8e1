import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Deletion } from '#cli/delete/delete-flight.ts';
import { objectPlaces } from '#cli/delete/object-places.ts';
import type { RunResult } from '#cli/run/run-flight.ts';
import type { FlightManifest } from '#core/flight/manifest.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import { appSyncServer } from '#platform/local/appsync.ts';
import { type LocalCloud, openLocalCloud } from '#platform/local/cloud.ts';
import { localObjectUrls } from '#platform/local/object-urls.ts';
import { identityOf, schemaText } from '#test/lambdas/api/api-flight.ts';
import { smallFlight } from '../e2e/flights.ts';
import { umbel, umbelJson } from '../e2e/umbel.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

const [home, gone, stays] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
/** Words that stand nowhere but in what comes of the one flight. */
const [goneId, staysId] = ['quetzal-vej-7', 'other-meadow'];
const words = { title: 'Xavierkvist', operator: 'Yrsa Zwicky', note: 'Kloakrenovering' };
let photoIds: string[] = [];
let runId = '';
let originals: Map<string, Buffer>;

/** A simulated flight under another name, with photos of other names. */
async function flight(dir: string, flightId: string, seed: number, more: object): Promise<string[]> {
  await smallFlight(dir, { photos: 3, seed });
  const file = path.join(dir, 'flight.json');
  const { geometry } = JSON.parse(readFileSync(file, 'utf8')) as FlightManifest;
  for (const name of readdirSync(dir).filter((each) => each.endsWith('.JPG')))
    renameSync(path.join(dir, name), path.join(dir, name.replace('DJI_', `${flightId}_`)));
  writeFileSync(file, JSON.stringify({ schema: 'umbel.flight/1', flightId, geometry, ...more }));
  return readdirSync(dir).filter((name) => name.endsWith('.JPG'));
}

/** Answers questions about a flight as a biologist would, by way of the API. */
async function answer(cloud: LocalCloud, flightId: string): Promise<void> {
  const server = appSyncServer({
    schemaText,
    invoke: (event) => cloud.invoke('umbel-api', event),
    onError: (error) => {
      throw error;
    },
  });
  const entries = await cloud.tables.reviewQueue.page({ flightId, after: undefined, limit: 24 });
  for (const [i, entry] of entries.entries()) {
    const query = 'mutation ($input: LabelTileInput!) { labelTile(input: $input) { label { labelId } } }';
    const given =
      i % 2 === 0
        ? { answer: 'HOGWEED' }
        : { answer: 'NOT_HOGWEED', ...(flightId === goneId ? { note: words.note } : {}) };
    const input = { tileId: formatTileId(entry), ...given, idempotencyKey: `${flightId}-key-${i}` };
    const response = await server.fetch(
      'http://127.0.0.1/graphql',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { input } }),
      },
      { identity: identityOf('biologist', `${flightId} biologist`) },
    );
    expect(await response.json()).toMatchObject({
      data: { labelTile: { label: { labelId: expect.any(String) } } },
    });
  }
}

/** The snapshot's tiles beside two trainings, as people copy an export there: one of both flights, one of the other. */
async function leaveTrainings(): Promise<void> {
  const [id = ''] = readdirSync(path.join(home, 'umbel-models', 'snapshots'));
  const out = path.join(temporaryFolder(), 'export');
  await umbelJson(['snapshot', 'export', id, '--out', out], home);
  for (const [training, isLeftOut] of [
    ['both', () => false],
    ['other', (name: string) => name.startsWith(goneId)],
  ] as const) {
    const folder = path.join(home, 'umbel-work', 'trainings', training, 'tiles');
    for (const file of readdirSync(path.join(out, 'train'), { recursive: true, withFileTypes: true })) {
      if (!file.isFile() || isLeftOut(file.name)) continue;
      mkdirSync(path.join(folder, path.basename(file.parentPath)), { recursive: true });
      copyFileSync(
        path.join(file.parentPath, file.name),
        path.join(folder, path.basename(file.parentPath), file.name),
      );
    }
  }
}

/** Files of the home in whose name or bytes a word stands. */
function filesWith(word: string, dir = home): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const isHit = entry.name.includes(word) || (entry.isFile() && readFileSync(file).includes(word));
    return isHit ? [path.relative(dir, file)] : [];
  });
}

beforeAll(async () => {
  const photos = await flight(gone, goneId, 5, { title: words.title, operator: words.operator });
  await flight(stays, staysId, 6, {});
  originals = new Map(photos.map((name) => [name, readFileSync(path.join(gone, name))]));
  ({ runId } = await umbelJson<RunResult>(['run', gone], home));
  await umbelJson<RunResult>(['run', stays], home);
  // The cloud tells this process its names; the commands that are started here must find them by themselves.
  const environment = { ...process.env };
  const cloud = await openLocalCloud({ homeDir: home });
  try {
    for (const flightId of [goneId, staysId]) await answer(cloud, flightId);
    for await (const { key } of cloud.objects.list('umbel-work', `sheets/${goneId}/`))
      photoIds.push(path.basename(key, '.jpg'));
    await cloud.invoke('umbel-tend-lake', {});
    await cloud.invoke('umbel-watch-drift', {});
  } finally {
    await cloud.close();
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  }
  await umbelJson(
    [
      'snapshot',
      'create',
      '--flight',
      goneId,
      staysId,
      '--licence',
      'CC0',
      '--by',
      'ground',
      '--cell-m',
      '2',
      '--guard-m',
      '0',
    ],
    home,
  );
  photoIds = [...new Set(photoIds)];
  await leaveTrainings();
  const left = { bucket: 'umbel-uploads', key: `flights/${goneId}/large.tif` };
  const uploadId = await localObjectUrls(home).beginParts(left, 'image/tiff');
  writeFileSync(path.join(home, '.uploads', uploadId, '1'), words.title);
  // As whoever is killed in the middle of writing leaves it.
  writeFileSync(path.join(home, '.parts', '1-00'), words.operator);
}, 600_000);

describe('umbel delete', () => {
  it('finds everything first, and a test that looks for leftovers can find them', async () => {
    const look = await umbelJson<Deletion>(['delete', goneId], home);
    expect(look).toMatchObject({ deleted: false, runs: [runId], snapshots: [expect.any(String)] });
    expect(look.items).toMatchObject({
      labelsTable: expect.any(Number),
      idempotencyTable: expect.any(Number),
    });
    expect(look.trainings).toEqual(['both']);
    const places = filesWith(goneId).map((file) => file.split('/')[0] ?? '');
    expect(new Set(places)).toEqual(
      new Set([
        '.uploads',
        'dynamodb',
        'events',
        'executions',
        'logs',
        'umbel-lake',
        'umbel-models',
        'umbel-results',
        'umbel-review',
        'umbel-uploads',
        'umbel-work',
      ]),
    );
    expect(filesWith(words.note)).not.toEqual([]);
    expect(photoIds).toHaveLength(3);
  }, 240_000);

  it('has an answer for every folder that anything was written to', () => {
    const buckets = readdirSync(home).filter((name) => name.startsWith('umbel-'));
    const keys = buckets.flatMap((bucket) =>
      readdirSync(path.join(home, bucket), { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => path.relative(home, path.join(entry.parentPath, entry.name))),
    );
    expect(keys.length).toBeGreaterThan(50);
    const places = objectPlaces.map(
      ({ bucket, prefix }) => `umbel-${bucket.replace('Bucket', '')}/${prefix}`,
    );
    expect(keys.filter((key) => !places.some((place) => key.startsWith(place)))).toEqual([]);
  });

  it('leaves nothing of the flight in the whole home, and the photos themselves where they were', async () => {
    const before = await umbelJson<Deletion>(['delete', staysId], home);
    expect(await umbelJson<Deletion>(['delete', goneId, '--yes'], home)).toMatchObject({ deleted: true });
    for (const word of [goneId, runId, ...photoIds, ...Object.values(words)])
      expect(filesWith(word), word).toEqual([]);
    for (const [name, bytes] of originals)
      expect(readFileSync(path.join(gone, name)).equals(bytes), name).toBe(true);

    const after = await umbelJson<Deletion>(['delete', staysId], home);
    expect(before.trainings.toSorted()).toEqual(['both', 'other']);
    expect(after.trainings).toEqual(['other']);
    expect({ ...after, snapshots: [], trainings: [] }).toEqual({
      ...before,
      objects: Object.fromEntries(
        Object.entries(before.objects).filter(([name]) => !/ (snapshots|trainings\/both\/)$/.test(name)),
      ),
      snapshots: [],
      trainings: [],
    });
    const { stdout } = await umbel(['query', 'SELECT DISTINCT flight_id FROM photos', '--json'], home);
    expect(stdout).toContain(staysId);
    expect(stdout).not.toContain(goneId);
  }, 300_000);

  it('says of a withdrawn snapshot what became of it', async () => {
    const folder = path.join(home, 'umbel-models', 'snapshots');
    const [id] = readdirSync(folder);
    expect(readdirSync(path.join(folder, id!))).toEqual(['withdrawn.json']);
    const { code, stderr } = await umbel(['snapshot', 'show', id!], home);
    expect([code, stderr]).toEqual([4, expect.stringContaining('snapshot.withdrawn')]);
    expect(existsSync(path.join(home, 'umbel-models', 'snapshot-pictures'))).toBe(true);
    expect(readdirSync(path.join(home, 'umbel-models', 'snapshot-pictures'))).toEqual([]);
  }, 240_000);

  it('a second time finds nothing; the flight can come again as if it had never been', async () => {
    const { code } = await umbel(['delete', goneId, '--yes'], home);
    expect(code).toBe(4);
    const again = await umbelJson<RunResult>(['run', gone], home);
    expect(again).toMatchObject({ flightId: goneId, recognised: false, status: 'succeeded' });
    expect(statSync(again.out.dir).isDirectory()).toBe(true);
  }, 300_000);
});
