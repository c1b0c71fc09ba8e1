import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { objectStoreContract } from '../object-store-contract.ts';
import { collect, stream } from '../streams.ts';

const root = mkdtempSync(path.join(tmpdir(), 'umbel-objects-'));
afterAll(() => rmSync(root, { recursive: true }));

objectStoreContract('files', async () => ({
  store: fileObjectStore(path.join(root, 'contract')),
  bucket: 'umbel-test',
  close: () => Promise.resolve(),
}));

const store = fileObjectStore(root);
const at = (key: string) => ({ bucket: 'umbel-test', key });

describe('objects as files', () => {
  it('lie where people look for them', async () => {
    await store.put(at('a/b c.txt'), 'x', 'text/plain');
    expect(store.fileOf(at('a/b c.txt'))).toBe(path.join(root, 'umbel-test', 'a', 'b c.txt'));
    expect(readFileSync(store.fileOf(at('a/b c.txt')), 'utf8')).toBe('x');
  });

  it.each(['', '/etc/passwd', '../x', 'a/../../x', 'a/./b', 'a//b', 'a/', 'a\0b'])(
    'never lie outside their bucket: key %j',
    async (key) => {
      const refused = { code: 'object.key-invalid', kind: 'bad-input' };
      await expect((async () => store.put(at(key), 'x', 'text/plain'))()).rejects.toMatchObject(refused);
      await expect((async () => store.get(at(key)))()).rejects.toMatchObject(refused);
      await expect(store.head(at(key))).rejects.toMatchObject(refused);
      await expect((async () => store.delete(at(key)))()).rejects.toMatchObject(refused);
    },
  );

  it.each(['..', '.parts', 'a/b', 'Upper', ''])('never lie in a bucket named %j', async (bucket) => {
    await expect((async () => store.get({ bucket, key: 'a' }))()).rejects.toMatchObject({
      code: 'object.key-invalid',
    });
  });

  it('outside the bucket are not listed', async () => {
    writeFileSync(path.join(root, 'outside.txt'), 'secret');
    await expect(collect(store.list('umbel-test', '../'))).rejects.toMatchObject({
      code: 'object.key-invalid',
    });
    expect(await collect(store.list('umbel-test', '..'))).toEqual([]);
  });

  it('of a bucket that nobody wrote to are none', async () => {
    expect(await collect(store.list('umbel-empty', ''))).toEqual([]);
  });

  it('leave nothing behind when writing fails', async () => {
    await expect(
      store.putStream(at('broken'), stream(['half'], new Error('no')), 'text/plain'),
    ).rejects.toThrow('no');
    expect(readdirSync(path.join(root, '.parts'))).toEqual([]);
    expect(await store.head(at('broken'))).toBeUndefined();
  });
});

describe('an adopted file', () => {
  const photos = path.join(root, 'photos');
  mkdirSync(photos);
  const photo = path.join(photos, 'photo.jpg');
  writeFileSync(photo, 'pixels');

  it('is an object without a copy', async () => {
    await store.adopt(at('adopted/photo.jpg'), photo);
    expect(statSync(store.fileOf(at('adopted/photo.jpg'))).ino).toBe(statSync(photo).ino);
    expect(await store.head(at('adopted/photo.jpg'))).toMatchObject({ sizeBytes: 6 });
  });

  it('is left alone when the object is written anew or deleted', async () => {
    await store.adopt(at('adopted/twice.jpg'), photo);
    await store.adopt(at('adopted/twice.jpg'), photo);
    await store.put(at('adopted/twice.jpg'), 'other', 'image/jpeg');
    expect(readFileSync(photo, 'utf8')).toBe('pixels');
    await store.delete(at('adopted/photo.jpg'));
    expect(readFileSync(photo, 'utf8')).toBe('pixels');
  });

  it('may be reached through a relative symbolic link', async () => {
    symlinkSync('photo.jpg', path.join(photos, 'linked.jpg'));
    await store.adopt(at('adopted/linked.jpg'), path.join(photos, 'linked.jpg'));
    expect(new TextDecoder().decode(await store.get(at('adopted/linked.jpg')))).toBe('pixels');
    expect(
      (await collect(store.list('umbel-test', 'adopted/linked'))).map(({ sizeBytes }) => sizeBytes),
    ).toEqual([6]);
  });

  it('that is not there is an error, not an empty object', async () => {
    await expect(store.adopt(at('adopted/nothing.jpg'), path.join(photos, 'nothing.jpg'))).rejects.toThrow(
      'ENOENT',
    );
    expect(await store.head(at('adopted/nothing.jpg'))).toBeUndefined();
  });

  it('keeps its bytes for the run when the person deletes it meanwhile', async () => {
    const passing = path.join(photos, 'passing.jpg');
    linkSync(photo, passing);
    await store.adopt(at('adopted/passing.jpg'), passing);
    rmSync(passing);
    expect(new TextDecoder().decode(await store.get(at('adopted/passing.jpg')))).toBe('pixels');
  });
});
