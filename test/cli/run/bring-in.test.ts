import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bringIn, type BroughtInFlight } from '#cli/run/bring-in.ts';
import { scanFolder } from '#cli/run/scan-folder.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { collect } from '../../platform/streams.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const bucket = 'umbel-uploads';

interface Flight {
  readonly dir: string;
  readonly write: (name: string, content: string) => void;
  readonly bring: () => Promise<BroughtInFlight & { read: string[] }>;
  /** Keys in the bucket. */
  readonly stored: () => Promise<string[]>;
  readonly store: ReturnType<typeof fileObjectStore>;
}

function flightIn(name: string): Flight {
  const dir = path.join(temporaryFolder(), name);
  mkdirSync(dir);
  const store = fileObjectStore(temporaryFolder());
  return {
    dir,
    store,
    write(file, content) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), content);
    },
    async bring() {
      const read: string[] = [];
      const folder = await scanFolder(dir);
      const onRead = (photo: { name: string }) => void read.push(photo.name);
      return { ...(await bringIn({ dir, folder, objects: store, bucket, onRead })), read };
    },
    stored: async () => (await collect(store.list(bucket, ''))).map(({ key }) => key),
  };
}

const sha256Of = (content: string) => createHash('sha256').update(content).digest('hex');

describe('a folder without a manifest', () => {
  it('has a title however long its name is', async () => {
    const flight = flightIn('n'.repeat(240));
    flight.write('a.jpg', 'a');
    const { manifest } = await flight.bring();
    expect(manifest.title).toBe(`${'n'.repeat(199)}…`);
  });

  it('becomes a flight with a list of its photos, named after folder and content', async () => {
    const flight = flightIn('Brighton Beach (2) é');
    flight.write('b.jpg', 'bb');
    flight.write('DCIM/a ø.jpg', 'a');
    flight.write('notes.txt', 'x');
    const { manifest, read } = await flight.bring();
    expect(manifest).toEqual({
      schema: 'umbel.flight/1',
      flightId: expect.stringMatching(/^brighton-beach-2-e-[0-9a-f]{8}$/),
      title: 'Brighton Beach (2) é',
      photos: [
        { name: 'DCIM/a ø.jpg', sizeBytes: 1, sha256: sha256Of('a') },
        { name: 'b.jpg', sizeBytes: 2, sha256: sha256Of('bb') },
      ],
      sideFiles: ['notes.txt'],
    });
    expect(read.toSorted()).toEqual(['DCIM/a ø.jpg', 'b.jpg']);
    const prefix = `flights/${manifest.flightId}`;
    expect(await flight.stored()).toEqual([
      `${prefix}/DCIM/a ø.jpg`,
      `${prefix}/b.jpg`,
      `${prefix}/flight.json`,
    ]);
    const stored = await flight.store.get({ bucket, key: `${prefix}/flight.json` });
    expect(JSON.parse(new TextDecoder().decode(stored))).toEqual(manifest);
  });

  it('is the same flight wherever it lies and however often it is brought in', async () => {
    const [one, two] = [flightIn('Meadow'), flightIn('meadow')];
    for (const flight of [one, two]) flight.write('a.jpg', 'same');
    const first = await one.bring();
    expect((await two.bring()).manifest.flightId).toBe(first.manifest.flightId);
    expect(await one.bring()).toEqual(first);
    two.write('a.jpg', 'other');
    expect((await two.bring()).manifest.flightId).not.toBe(first.manifest.flightId);
  });

  it.each([
    ['日本', /^flight-[0-9a-f]{8}$/],
    ['--- ', /^flight-[0-9a-f]{8}$/],
    ['x'.repeat(200), /^x{32}-[0-9a-f]{8}$/],
    [`${'y'.repeat(31)} z`, /^y{31}-[0-9a-f]{8}$/],
    ['Ålegræs Øst', /^aalegraes-oest-[0-9a-f]{8}$/],
  ])('named %j has an id that is valid everywhere', async (name, id) => {
    const flight = flightIn(name);
    flight.write('a.jpg', 'a');
    expect((await flight.bring()).manifest.flightId).toMatch(id);
  });

  it('takes no copy of the photos', async () => {
    const flight = flightIn('meadow');
    flight.write('a.jpg', 'a');
    const { manifest } = await flight.bring();
    const stored = flight.store.fileOf({ bucket, key: `flights/${manifest.flightId}/a.jpg` });
    expect(statSync(stored).ino).toBe(statSync(path.join(flight.dir, 'a.jpg')).ino);
  });

  it('names what is called as nothing in a flight can be called, and goes on without it', async () => {
    const flight = flightIn('meadow');
    for (const name of ['a\\b.jpg', 'c\u001B]0;x\u0007.jpg', 'd\n.txt', 'good.jpg']) flight.write(name, name);
    const { manifest } = await flight.bring();
    expect(manifest.photos?.map(({ name }) => name)).toEqual(['good.jpg']);
    expect(manifest.unreadable).toEqual(['a%5Cb.jpg', 'c%1B]0;x%07.jpg']);
    expect(manifest.sideFiles).toEqual(['d%0A.txt']);
    const flightId = manifest.flightId;
    expect(await flight.stored()).toEqual([
      `flights/${flightId}/flight.json`,
      `flights/${flightId}/good.jpg`,
    ]);
  });

  it('with a terrain that is a pipe, or none, is refused before anything is read', async () => {
    const flight = flightIn('meadow');
    flight.write('a.jpg', 'a');
    execFileSync('mkfifo', [path.join(flight.dir, 'dem.tif')]);
    flight.write(
      'flight.json',
      JSON.stringify({ schema: 'umbel.flight/1', flightId: 'm', geometry: { terrainFile: 'dem.tif' } }),
    );
    await expect(flight.bring()).rejects.toMatchObject({ code: 'terrain.missing' });
  });
});

describe('a folder with a manifest', () => {
  const given = {
    schema: 'umbel.flight/1',
    flightId: 'my-flight',
    operator: 'Me',
    geometry: { groundOffsetM: 2 },
  };

  it('keeps what it says; its list is trusted, and no photo is read for it', async () => {
    const flight = flightIn('anything');
    const photos = [{ name: 'a.jpg', sizeBytes: 1, sha256: sha256Of('not its content') }];
    flight.write('a.jpg', 'a');
    flight.write('flight.json', JSON.stringify({ ...given, photos }));
    const { manifest, read } = await flight.bring();
    expect(manifest).toEqual({ ...given, photos });
    expect(read).toEqual([]);
  });

  it('without a list gets one, and the side files that lie there', async () => {
    const flight = flightIn('anything');
    flight.write('a.jpg', 'a');
    flight.write('video.mp4', 'x');
    flight.write('flight.json', JSON.stringify(given));
    expect((await flight.bring()).manifest).toEqual({
      ...given,
      photos: [{ name: 'a.jpg', sizeBytes: 1, sha256: sha256Of('a') }],
      sideFiles: ['video.mp4'],
    });
  });

  it('that is damaged is refused by its path', async () => {
    const flight = flightIn('anything');
    flight.write('a.jpg', 'a');
    flight.write('flight.json', '{"schema":');
    await expect(flight.bring()).rejects.toMatchObject({
      code: 'flight.manifest-invalid',
      message: expect.stringContaining(path.join(flight.dir, 'flight.json')),
    });
  });
});

describe('a folder with a terrain', () => {
  const named = {
    schema: 'umbel.flight/1',
    flightId: 'my-flight',
    geometry: { terrainFile: 'maps/dem.tif' },
  };
  const hills = (content: string): Flight => {
    const flight = flightIn('hills');
    flight.write('a.jpg', 'a');
    flight.write('notes.txt', 'x');
    flight.write('maps/dem.tif', content);
    flight.write('flight.json', JSON.stringify(named));
    return flight;
  };

  it('has it uploaded with the photos: it is no side file', async () => {
    const flight = hills('heights');
    const { manifest } = await flight.bring();
    expect(manifest.sideFiles).toEqual(['notes.txt']);
    expect(await flight.stored()).toEqual(
      ['a.jpg', 'flight.json', 'maps/dem.tif'].map((name) => `flights/my-flight/${name}`),
    );
  });

  it('has another digest when only the heights are others', async () => {
    const [one, two] = [await hills('heights').bring(), await hills('HEIGHTS').bring()];
    expect(one.folderDigest).not.toBe(two.folderDigest);
  });

  it('that is not there is refused by its name', async () => {
    const flight = flightIn('hills');
    flight.write('a.jpg', 'a');
    flight.write('flight.json', JSON.stringify(named));
    await expect(flight.bring()).rejects.toMatchObject({
      code: 'terrain.missing',
      kind: 'bad-input',
      message: expect.stringContaining('maps/dem.tif'),
    });
  });
});

describe('a folder that changed since', () => {
  const named = JSON.stringify({ schema: 'umbel.flight/1', flightId: 'my-flight' });

  it('loses the photos that are gone, and has another digest', async () => {
    const flight = flightIn('meadow');
    for (const name of ['a.jpg', 'b.jpg']) flight.write(name, name);
    flight.write('flight.json', named);
    const before = await flight.bring();
    rmSync(path.join(flight.dir, 'b.jpg'));
    const after = await flight.bring();
    expect(await flight.stored()).toEqual(['flights/my-flight/a.jpg', 'flights/my-flight/flight.json']);
    expect(after.folderDigest).not.toBe(before.folderDigest);
  });

  it.each([
    ['a photo was renamed', (dir: string) => renameSync(path.join(dir, 'a.jpg'), path.join(dir, 'c.jpg'))],
    ['a photo grew', (dir: string) => writeFileSync(path.join(dir, 'a.jpg'), 'longer than before')],
    ['a photo was added', (dir: string) => writeFileSync(path.join(dir, 'c.jpg'), 'c')],
  ])('is told by its digest when %s', async (_, change) => {
    const flight = flightIn('meadow');
    flight.write('a.jpg', 'a');
    flight.write('flight.json', named);
    const before = await flight.bring();
    expect((await flight.bring()).folderDigest).toBe(before.folderDigest);
    change(flight.dir);
    expect((await flight.bring()).folderDigest).not.toBe(before.folderDigest);
  });
});
