import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import path from 'node:path';
import sharp from 'sharp';
import { extract } from 'tar-stream';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Label } from '#core/label/label.ts';
import { listTiles } from '#platform/evaluate/tile-folder.ts';
import { type FileObjectStore, fileObjectStore } from '#platform/local/object-store.ts';
import { createSnapshot } from '#platform/snapshot/create.ts';
import { exportFolder } from '#platform/snapshot/export-folder.ts';
import { exportWebDataset } from '#platform/snapshot/export-webdataset.ts';
import { candidatesFromLabels } from '#platform/snapshot/from-labels.ts';
import { describedSnapshots, listSnapshots, loadSnapshot } from '#platform/snapshot/store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const buckets = { uploads: 'umbel-uploads', review: 'umbel-review' };
let objects: FileObjectStore;
let store: { objects: FileObjectStore; bucket: string };
beforeEach(() => {
  objects = fileObjectStore(temporaryFolder());
  store = { objects, bucket: 'umbel-models' };
});

const photoIdOf = (i: number) => (i + 1).toString(16).padStart(20, '0');

/** A flight of so many photos with four tiles each, every third of them hogweed; the pictures as they were cut for review. */
async function labelledFlight(flightId: string, photos: number): Promise<Label[]> {
  const labels: Label[] = [];
  for (let i = 0; i < photos * 4; i++) {
    const [photoId, tile] = [photoIdOf(Math.floor(i / 4)), i % 4];
    const picture = sharp({
      create: {
        width: 16,
        height: 16,
        channels: 3,
        background: { r: (i * 37) % 256, g: (i * 83) % 256, b: i },
      },
    });
    await objects.put(
      { bucket: buckets.review, key: `tiles/run-1/${photoId}-${tile}.jpg` },
      await picture.jpeg().toBuffer(),
      'image/jpeg',
    );
    labels.push({
      flightId,
      photoId,
      tiling: 'grid:2x2',
      tile,
      seq: 1,
      labelId: hash('sha256', `${flightId} ${i}`).slice(0, 20),
      answer: (i % 3 === 0 ? 'hogweed' : 'not-hogweed') satisfies Answer,
      who: 'ann',
      at: '2026-07-01T12:00:00.000Z',
      runId: 'run-1',
      box: { leftPx: 0, topPx: 0, widthPx: 10, heightPx: 10 },
      widthPx: 20,
      heightPx: 20,
      place: { lat: 55 + Math.floor(i / 4) * 2e-4, lon: 12, uncertaintyM: 2, tileSizeM: 2 },
    });
  }
  return labels;
}

const candidatesOf = (labels: readonly Label[], flightIds = ['meadow']) =>
  candidatesFromLabels({
    objects,
    labels: {
      async *list(flightId) {
        yield* labels.filter((label) => label.flightId === flightId);
      },
    },
    buckets,
    flightIds,
  });
const split = {
  by: 'ground',
  seed: 1,
  previous: null,
  shares: { train: 60, validation: 20, test: 20 },
  cellM: 10,
  guardM: 2,
} as const;
async function snapshotOf(labels: readonly Label[]) {
  const source = { flights: ['meadow'] };
  return createSnapshot(store, { candidates: await candidatesOf(labels), source, licence: 'CC0-1.0', split });
}

describe('a snapshot of labels', () => {
  it('holds each tile with its picture, label, split, place and answers', async () => {
    const made = await snapshotOf(await labelledFlight('meadow', 20));
    expect(made.snapshotId).toMatch(/^snapshot-[0-9a-f]{12}$/);
    const { train, validation, test } = made.snapshot.counts;
    expect([train, validation, test].map(({ hogweed, background }) => hogweed + background)).toEqual([
      48, 16, 16,
    ]);
    expect(made.tiles[0]).toMatchObject({
      name: expect.stringMatching(/^meadow_0{19}1-grid-2x2-0\.jpg$/),
      label: 'hogweed',
      group: expect.stringMatching(/^ground /),
      source: { flightId: 'meadow', tiling: 'grid:2x2', tile: 0 },
      place: { lat: 55, lon: 12 },
      people: 1,
      labelIds: [expect.any(String)],
    });
    expect(await loadSnapshot(store, made.snapshotId)).toEqual(made);
    expect(await listSnapshots(store)).toEqual([made.snapshotId]);
    const { snapshotId, snapshot } = made;
    expect(await describedSnapshots(store)).toEqual([
      { snapshotId, snapshot, writtenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
    ]);
  });

  it('is the same one for the same answers, and another when one is added', async () => {
    const labels = await labelledFlight('meadow', 20);
    const first = await snapshotOf(labels);
    expect((await snapshotOf(labels.toReversed())).snapshotId).toBe(first.snapshotId);
    const conflicting: Label = {
      ...labels[0]!,
      who: 'bea',
      seq: 2,
      labelId: 'f'.repeat(20),
      answer: 'not-hogweed',
    };
    const second = await snapshotOf([...labels, conflicting]);
    expect(second.snapshotId).not.toBe(first.snapshotId);
    expect(second.snapshot.leftOut).toMatchObject({ conflict: 1 });
    expect(await loadSnapshot(store, first.snapshotId)).toEqual(first);
  });

  it('cuts a tile from its photo where it was not cut before, and says when there is no picture', async () => {
    const labels = await labelledFlight('meadow', 20);
    const photo = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'green' } })
      .jpeg()
      .toBuffer();
    await objects.put({ bucket: buckets.uploads, key: 'flights/meadow/a.jpg' }, photo, 'image/jpeg');
    const manifest = {
      schema: 'umbel.flight/1',
      flightId: 'meadow',
      photos: [{ name: 'a.jpg', sizeBytes: photo.length, sha256: `${'9'.repeat(20)}${'0'.repeat(44)}` }],
    };
    await objects.put(
      { bucket: buckets.uploads, key: 'flights/meadow/flight.json' },
      JSON.stringify(manifest),
      'x',
    );
    const { runId: _run, ...unasked } = labels[0]!;
    const onGrid = { ...unasked, photoId: '9'.repeat(20), labelId: '1'.repeat(20) };
    const lost = { ...unasked, photoId: '8'.repeat(20), labelId: '2'.repeat(20) };
    const { snapshot, tiles } = await snapshotOf([...labels, onGrid, lost]);
    expect(snapshot.leftOut).toMatchObject({ noPicture: 1 });
    const cut = tiles.find(({ source }) => 'photoId' in source && source.photoId === '9'.repeat(20))!;
    const picture = await objects.get({ bucket: 'umbel-models', key: `snapshot-pictures/${cut.sha256}.jpg` });
    expect(await sharp(picture).metadata()).toMatchObject({ width: 10, height: 10 });
  });

  it('is refused where the very picture has two labels, or nobody has judged', async () => {
    const labels = await labelledFlight('meadow', 20);
    const same = await objects.get({ bucket: buckets.review, key: `tiles/run-1/${photoIdOf(0)}-0.jpg` });
    await objects.put(
      { bucket: buckets.review, key: `tiles/run-1/${photoIdOf(0)}-1.jpg` },
      same,
      'image/jpeg',
    );
    await expect(snapshotOf(labels)).rejects.toMatchObject({
      code: 'snapshot.label-conflict',
      message: expect.stringContaining('meadow_00000000000000000001-grid-2x2-0.jpg = meadow_'),
    });
    expect(await listSnapshots(store)).toEqual([]);
    await expect(candidatesOf([])).rejects.toMatchObject({ code: 'snapshot.no-labels', kind: 'bad-input' });
  });

  it('that was edited is refused, by the name of the file', async () => {
    const { snapshotId, tiles } = await snapshotOf(await labelledFlight('meadow', 20));
    const out = temporaryFolder();
    const picture = objects.fileOf({
      bucket: 'umbel-models',
      key: `snapshot-pictures/${tiles[5]!.sha256}.jpg`,
    });
    const bytes = readFileSync(picture);
    writeFileSync(picture, 'edited');
    const loaded = await loadSnapshot(store, snapshotId);
    await expect(exportFolder(store, loaded, { out: path.join(out, 'a') })).rejects.toMatchObject({
      code: 'snapshot.changed',
      message: expect.stringContaining(tiles[5]!.name),
    });
    writeFileSync(picture, bytes);
    const list = objects.fileOf({ bucket: 'umbel-models', key: `snapshots/${snapshotId}/tiles.jsonl` });
    writeFileSync(list, readFileSync(list, 'utf8').replace('"hogweed"', '"background"'));
    await expect(loadSnapshot(store, snapshotId)).rejects.toMatchObject({ code: 'snapshot.changed' });
    await expect(loadSnapshot(store, '../../x')).rejects.toMatchObject({ code: 'snapshot.not-found' });
  });
});

const python = spawnSync('python3', ['-c', 'import tarfile']).status === 0;

describe('an export', () => {
  it('as folders is what train and evaluate read', async () => {
    const made = await snapshotOf(await labelledFlight('meadow', 20));
    const out = path.join(temporaryFolder(), 'tiles');
    await exportFolder(store, made, { out });
    const { tiles, groupedBy } = await listTiles(path.join(out, 'train'));
    expect(tiles).toHaveLength(48);
    expect(groupedBy).toBe('names');
    const [header, ...rows] = readFileSync(path.join(out, 'tiles.csv'), 'utf8').trim().split('\n');
    expect(header).toBe('file,split,label,group,flight,photo,lat,lon,people,licence,sha256');
    expect(rows).toHaveLength(80);
    await expect(exportFolder(store, made, { out })).rejects.toMatchObject({
      code: 'snapshot.out-not-empty',
      kind: 'conflict',
    });
  });

  it('as WebDataset has the three files of each tile side by side, the same bytes every time', async () => {
    const made = await snapshotOf(await labelledFlight('meadow', 20));
    const [out, again] = [path.join(temporaryFolder(), 'a'), path.join(temporaryFolder(), 'b')];
    await exportWebDataset(store, made, { out, shardTiles: 30 });
    await exportWebDataset(store, made, { out: again, shardTiles: 30 });
    expect(readdirSync(out).sort()).toEqual([
      'snapshot.json',
      'test-000000.tar',
      'train-000000.tar',
      'train-000001.tar',
      'validation-000000.tar',
    ]);
    const shard = path.join(out, 'train-000001.tar');
    expect(readFileSync(shard).equals(readFileSync(path.join(again, 'train-000001.tar')))).toBe(true);
    const names: string[] = [];
    for await (const entry of createReadStream(shard).pipe(extract())) {
      names.push(entry.header.name);
      entry.resume();
    }
    expect(names).toHaveLength(18 * 3);
    for (let i = 0; i < names.length; i += 3) {
      const key = names[i]!.split('.')[0]!;
      expect(names.slice(i, i + 3)).toEqual([`${key}.jpg`, `${key}.cls`, `${key}.json`]);
    }
  });

  it.skipIf(!python)("as WebDataset is read by Python's tarfile", async () => {
    const made = await snapshotOf(await labelledFlight('meadow', 20));
    const out = path.join(temporaryFolder(), 'a');
    await exportWebDataset(store, made, { out });
    const program = `
import json, sys, tarfile
labels = {}
with tarfile.open(sys.argv[1]) as shard:
    for member in shard:
        key, extension = member.name.split('.', 1)
        data = shard.extractfile(member).read()
        labels.setdefault(key, {})[extension] = data if extension == 'jpg' else data.decode()
assert all(tile['jpg'][:2] == b'\\xff\\xd8' for tile in labels.values())
print(json.dumps([[int(tile['cls']), json.loads(tile['json'])['label']] for tile in labels.values()]))`;
    const read = JSON.parse(
      execFileSync('python3', ['-c', program, path.join(out, 'test-000000.tar')], { encoding: 'utf8' }),
    ) as [number, string][];
    expect(read).toHaveLength(16);
    for (const [cls, label] of read) expect(cls).toBe(label === 'hogweed' ? 1 : 0);
    expect(existsSync(path.join(out, 'snapshot.json'))).toBe(true);
  });
});
