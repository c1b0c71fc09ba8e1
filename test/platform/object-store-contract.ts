import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectInfo, ObjectStore } from '#platform/ports.ts';
import { collect, stream } from './streams.ts';

export interface OpenStore {
  readonly store: ObjectStore;
  /** An empty bucket. */
  readonly bucket: string;
  close(): Promise<void>;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What every object store must do; one suite for all of them. */
export function objectStoreContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`objects: ${name}`, () => {
    let opened: OpenStore;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const at = (key: string) => ({ bucket: opened.bucket, key });
    const put = (key: string, body: string | Uint8Array) => opened.store.put(at(key), body, 'text/plain');
    const read = async (key: string) => text(await opened.store.get(at(key)));
    const list = async (prefix: string): Promise<ObjectInfo[]> =>
      collect(opened.store.list(opened.bucket, prefix));

    it('gives back the bytes that were put', async () => {
      const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
      await put('whole/bytes.bin', bytes);
      expect(Buffer.compare(await opened.store.get(at('whole/bytes.bin')), bytes)).toBe(0);
      await put('whole/text.txt', 'grøn skærmplante');
      expect(await read('whole/text.txt')).toBe('grøn skærmplante');
      await put('whole/empty', '');
      expect(await read('whole/empty')).toBe('');
    });

    it('tells size and etag, and another etag for another content', async () => {
      await put('head/a', 'one');
      const first = await opened.store.head(at('head/a'));
      expect(first).toMatchObject({ key: 'head/a', sizeBytes: 3 });
      expect(Math.abs(Date.parse(first?.writtenAt ?? '') - Date.now())).toBeLessThan(60_000);
      await put('head/a', 'four');
      const second = await opened.store.head(at('head/a'));
      expect(second?.sizeBytes).toBe(4);
      expect(second?.etag).not.toBe(first?.etag);
      const [listed] = await list('head/');
      expect(listed).toEqual(second);
    });

    it('says by one code that nothing is there', async () => {
      await put('folder/file', 'x');
      for (const key of ['nothing', 'folder', 'folder/file/below', 'other/nothing']) {
        await expect(opened.store.get(at(key))).rejects.toMatchObject({
          code: 'object.not-found',
          kind: 'not-found',
          message: `There is no object ${key} in ${opened.bucket}.`,
        });
        expect(await opened.store.head(at(key))).toBeUndefined();
      }
    });

    it('lists in the order of UTF-8 bytes, whatever the letters', async () => {
      const keys = [
        'b/1',
        'b',
        'a b',
        'a+b',
        'a/b/c',
        'a/b',
        'a-b',
        'Z',
        'ø.jpg',
        '日本',
        '😀',
        '～',
        '%41',
        'é',
      ];
      const separate = keys.filter((key) => key !== 'b' && key !== 'a/b');
      for (const key of separate) await put(`order/${key}`, key);
      const found = (await list('order/')).map(({ key }) => key.slice('order/'.length));
      expect(found).toEqual(separate.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      expect(found.indexOf('～')).toBeLessThan(found.indexOf('😀'));
      expect(await read('order/日本')).toBe('日本');
      expect(await read('order/%41')).toBe('%41');
    });

    it('lists by the beginning of keys, not by folders', async () => {
      for (const key of ['runs/a/1', 'runs/ab/2', 'runs/a.json', 'runs/b/3']) await put(`prefix/${key}`, '');
      expect((await list('prefix/runs/a')).map(({ key }) => key)).toEqual([
        'prefix/runs/a.json',
        'prefix/runs/a/1',
        'prefix/runs/ab/2',
      ]);
      expect((await list('prefix/runs/a/')).map(({ key }) => key)).toEqual(['prefix/runs/a/1']);
      expect(await list('prefix/nothing/')).toEqual([]);
    });

    it('forgets what is deleted, and does not mind deleting twice', async () => {
      await put('gone/a', 'x');
      await opened.store.delete(at('gone/a'));
      await opened.store.delete(at('gone/a'));
      expect(await opened.store.head(at('gone/a'))).toBeUndefined();
      expect(await list('gone/')).toEqual([]);
    });

    it('stores a stream of texts and bytes', async () => {
      const pieces = ['tile,confidence\n', new TextEncoder().encode('ø,0.9\n')];
      await opened.store.putStream(at('stream/small.csv'), stream(pieces), 'text/csv');
      expect(await read('stream/small.csv')).toBe('tile,confidence\nø,0.9\n');
      await opened.store.putStream(at('stream/empty'), stream<string>([]), 'text/csv');
      expect(await read('stream/empty')).toBe('');
    });

    it('stores a stream of many megabytes', async () => {
      const pieces = Array.from({ length: 11 }, (_, i) => new Uint8Array(1 << 20).fill(i));
      await opened.store.putStream(at('stream/large'), stream(pieces), 'application/octet-stream');
      const bytes = await opened.store.get(at('stream/large'));
      expect(bytes).toHaveLength(11 << 20);
      for (let i = 0; i < 11; i++) expect(bytes[i * (1 << 20) + 7]).toBe(i);
    });

    it('keeps the former object when a stream breaks off', async () => {
      await put('stream/broken', 'former');
      const pieces = stream(['half'], new Error('the disk is full'));
      await expect(opened.store.putStream(at('stream/broken'), pieces, 'text/plain')).rejects.toThrow(
        'the disk is full',
      );
      expect(await read('stream/broken')).toBe('former');
    });

    it('stores on a condition: where there is none, or where it is still the one that was read', async () => {
      const putIf = (body: string, former: string | undefined) =>
        opened.store.putIf(at('if/a'), body, { contentType: 'text/plain', former });
      expect(await putIf('early', '"never-was"')).toBe('changed');
      expect(await putIf('one', undefined)).toBe('stored');
      expect(await putIf('other', undefined)).toBe('changed');
      const first = (await opened.store.head(at('if/a')))?.etag;
      expect(await putIf('three', first)).toBe('stored');
      expect(await putIf('four', first)).toBe('changed');
      expect(await read('if/a')).toBe('three');
    });

    it('loses no writer among many that add to the same object', async () => {
      const add = async (word: string): Promise<void> => {
        for (;;) {
          const former = (await opened.store.head(at('if/many')))?.etag;
          const text = former === undefined ? '' : await read('if/many');
          const condition = { contentType: 'text/plain', former };
          if ((await opened.store.putIf(at('if/many'), `${text}${word} `, condition)) === 'stored') return;
        }
      };
      const words = Array.from({ length: 12 }, (_, i) => `w${i}`);
      await Promise.all(words.map(add));
      expect((await read('if/many')).trim().split(' ').sort()).toEqual(words.toSorted());
    });

    it('never shows a part: a reader sees the former object or the new one', async () => {
      const contents = ['a', 'b'].map((letter) => letter.repeat(200_000));
      await put('atomic', contents[0]!);
      const writing = (async () => {
        for (let i = 0; i < 20; i++) await put('atomic', contents[i % 2]!);
      })();
      for (let i = 0; i < 20; i++) expect(contents.includes(await read('atomic'))).toBe(true);
      await writing;
    });
  });
}
