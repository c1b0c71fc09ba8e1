import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { heldOutSnapshot } from '#cli/models/held-out.ts';
import type { ModelCloud } from '#cli/models/open-registry.ts';
import { createFrom, splitRuleOf } from '#cli/snapshot/create.ts';
import { describeList, describeSnapshot, snapshotJson } from '#cli/snapshot/describe.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { openTables } from '#platform/tables/tables.ts';
import { startDynalite } from '../../platform/tables/dynalite.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

let cloud: ModelCloud;
beforeAll(async () => {
  await startDynalite();
});
beforeEach(() => {
  const objects = fileObjectStore(temporaryFolder());
  cloud = { store: { objects, bucket: 'umbel-models' }, tables: openTables() };
});

/** A folder of tiles of so many photos, three of each class a photo. */
async function folderOf(photos: number): Promise<string> {
  const dir = temporaryFolder();
  for (const [k, name] of ['hogweed', 'background'].entries()) {
    mkdirSync(path.join(dir, name));
    for (let i = 0; i < photos * 3; i++) {
      const background = { r: (i * 37) % 256, g: k * 200, b: i };
      const picture = sharp({ create: { width: 16, height: 16, channels: 3, background } });
      await picture.png().toFile(path.join(dir, name, `photo${Math.floor(i / 3)}_${i % 3}.PNG`));
    }
  }
  return dir;
}

const options = { licence: 'CC0-1.0', shares: '70,15,15', seed: '1', quiet: true };

describe('a snapshot of a folder', () => {
  it('keeps its tiles under plain names, split by the photos that they come from', async () => {
    const dir = await folderOf(12);
    const made = await createFrom(cloud, { ...options, tiles: dir });
    expect(made.snapshot).toMatchObject({
      source: { folder: path.basename(dir) },
      split: { by: 'group', previous: null },
      groups: 12,
      licence: 'CC0-1.0',
    });
    expect(made.tiles[0]).toMatchObject({ name: 'photo0_0_background.png', group: 'photo0', people: 0 });
    expect(new Set(made.tiles.map(({ name }) => name)).size).toBe(72);
    expect(describeSnapshot(made)).toMatch(/^Tiles +72 of 12 groups$/m);
    expect(snapshotJson(made)).toMatchObject({ snapshotId: made.snapshotId, tiles: 72 });
  });

  it('is listed with its date, where it is from, its tiles and its licence', async () => {
    const { snapshotId, snapshot } = await createFrom(cloud, { ...options, tiles: await folderOf(12) });
    const older = { snapshotId, snapshot, writtenAt: '2026-11-01T08:05:09Z' };
    const flights = { ...snapshot, source: { flights: ['meadow'] } };
    const newer = { ...older, snapshot: flights, writtenAt: '2026-11-22T18:00:00Z' };
    expect(describeList([older, newer])).toMatch(
      /^\S+  2026-11-22 18:00  72 tiles \(36 hogweed\)  CC0-1.0  1 flight: meadow\n\S+  2026-11-01 08:05  .*  folder \S+\n$/,
    );
    expect(describeList([])).toBe('There is no snapshot yet.\n');
  });

  it('is split by ground where a list beside it tells the places', async () => {
    const dir = await folderOf(12);
    const rows = Array.from(
      { length: 36 },
      (_, i) => `photo${Math.floor(i / 3)}_${i % 3}.PNG,${55 + Math.floor(i / 3) * 3e-4},12`,
    );
    writeFileSync(path.join(dir, 'tiles.csv'), ['file,lat,lon', ...rows].join('\n'));
    const { snapshot, tiles } = await createFrom(cloud, { ...options, tiles: dir });
    expect(snapshot.split).toMatchObject({ by: 'ground', cellM: 10, guardM: 2 });
    expect(tiles.every(({ place }) => place?.lon === 12)).toBe(true);
  });

  it('continues an earlier one: what was held out stays so', async () => {
    const first = await createFrom(cloud, { ...options, tiles: await folderOf(12) });
    const second = await createFrom(cloud, {
      ...options,
      tiles: await folderOf(30),
      previous: first.snapshotId,
    });
    expect(second.snapshot.split.previous).toBe(first.snapshotId);
    const before = new Map(first.tiles.map(({ group, split }) => [group, split]));
    for (const { group, split } of second.tiles) expect(split).toBe(before.get(group) ?? split);
    await expect(
      createFrom(cloud, { ...options, tiles: await folderOf(12), previous: 'snapshot-000000000000' }),
    ).rejects.toMatchObject({ code: 'snapshot.not-found' });
  });

  it('gives its test part to those who compare models, with the groups', async () => {
    const made = await createFrom(cloud, { ...options, tiles: await folderOf(12) });
    const heldOut = await heldOutSnapshot(cloud.store, made.snapshotId);
    const test = made.tiles.filter(({ split }) => split === 'test');
    expect(heldOut.name).toBe(`${made.snapshotId} (test)`);
    expect(heldOut.folder.tiles.map(({ group }) => group ?? '').sort()).toEqual(
      test.map(({ group }) => group).sort(),
    );
    await heldOut.remove();
    const none = await createFrom(cloud, { ...options, shares: '80,20,0', tiles: await folderOf(12) });
    await expect(heldOutSnapshot(cloud.store, none.snapshotId)).rejects.toMatchObject({
      code: 'snapshot.no-test-part',
    });
  });

  it('is refused where a tile cannot be read', async () => {
    const dir = await folderOf(12);
    truncateSync(path.join(dir, 'hogweed/photo3_1.PNG'), 60);
    await expect(createFrom(cloud, { ...options, tiles: dir })).rejects.toMatchObject({
      code: 'tiles.unreadable',
      message: expect.stringContaining('hogweed/photo3_1.PNG'),
    });
  });
});

describe('what is asked for', () => {
  it.each<[string, object, string]>([
    ['neither flights nor a folder', {}, 'Give either flights'],
    ['both', { flight: ['a'], tiles: 'b' }, 'Give either flights'],
  ])('of %s is refused', async (_, source, message) => {
    await expect(createFrom(cloud, { ...options, ...source })).rejects.toMatchObject({
      code: 'snapshot.options-invalid',
      message: expect.stringContaining(message),
    });
  });

  it('of a flight that nobody knows is not found', async () => {
    await expect(createFrom(cloud, { ...options, flight: ['nowhere'] })).rejects.toMatchObject({
      code: 'flight.not-found',
      kind: 'not-found',
    });
  });

  it.each<[object, string]>([
    [{ shares: '70,15' }, '--shares 70,15 is not of the form 70,15,15.'],
    [{ shares: '70,15,20' }, 'does not add up to 100'],
    [{ shares: '0,50,50' }, 'leaves nothing to learn from'],
    [{ shares: 'a,b,c' }, '"a" is no number'],
    [{ seed: '1.5' }, '--seed 1.5 is no whole number.'],
    [{ by: 'group', cellM: '5' }, 'for splits by ground'],
    [{ cellM: '0.1' }, 'at least 1 m'],
  ])('as %j is refused', (change, message) => {
    expect(() => splitRuleOf({ ...options, ...change }, true)).toThrow(message);
  });

  it('by another rule than the snapshot that it continues is refused', () => {
    const former = splitRuleOf({ ...options, cellM: '20' }, true);
    const next = { ...options, previous: 'snapshot-0123456789ab' };
    expect(splitRuleOf(next, true, former)).toMatchObject({ by: 'ground', cellM: 20 });
    expect(() => splitRuleOf({ ...next, cellM: '10' }, true, former)).toThrow('has cells of 20 m, not 10 m');
    expect(() => splitRuleOf({ ...next, by: 'group' }, true, former)).toThrow(
      'was split by ground, not by group',
    );
  });
});
