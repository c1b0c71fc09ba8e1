import { describe, expect, it } from 'vitest';
import { withDuplicates } from '../../../console/src/upload/duplicates.ts';
import { hasEnd } from '../../../console/src/upload/jpeg-end.ts';

describe('the end of a photo', () => {
  it('is found, even with bytes after it', () => {
    expect(hasEnd(new Uint8Array([1, 2, 0xff, 0xd9]))).toBe(true);
    expect(hasEnd(new Uint8Array([0xff, 0xd9, 0, 0, 0]))).toBe(true);
    expect(hasEnd(new Uint8Array([0xff, 0xd8, 1, 2, 3]))).toBe(false);
    expect(hasEnd(new Uint8Array())).toBe(false);
  });
});

const photo = (name: string, bytes: readonly number[]) => ({
  name,
  file: new File([Uint8Array.from(bytes)], name),
  remarks: [],
});

describe('photos that are there twice', () => {
  it('are told before anything is sent: the same bytes under another name, not the same size alone', async () => {
    const photos = [photo('a.jpg', [1, 2, 3]), photo('b.jpg', [3, 2, 1]), photo('c.jpg', [1, 2, 3])];
    const marked = await withDuplicates(photos);
    expect(marked.map(({ name, remarks }) => [name, remarks])).toEqual([
      ['a.jpg', []],
      ['b.jpg', []],
      ['c.jpg', ['duplicate']],
    ]);
  });

  it('are not looked for among those that cannot be used', async () => {
    const cut = [1, 2].map((n) => ({ ...photo(`${n}.jpg`, [7]), fault: 'cut-off' as const }));
    expect(await withDuplicates(cut)).toEqual(cut);
  });
});
