import { describe, expect, it } from 'vitest';
import { maxPhotoBytes, reasonAgainst } from '#core/photo/sniff.ts';

const bytes = (...head: number[]) => Uint8Array.from([...head, ...Array.from({ length: 40 }, () => 0)]);
const text = (content: string) => new TextEncoder().encode(content);

describe('the beginning of a file', () => {
  it('of a JPEG is no reason against it', () => {
    expect(reasonAgainst(bytes(0xff, 0xd8, 0xff, 0xe1))).toBeUndefined();
  });

  it.each<[string, Uint8Array]>([
    ['a PNG picture', bytes(0x89, 0x50, 0x4e, 0x47)],
    ['a GIF picture', text('GIF89a')],
    ['a WebP or other RIFF file', text('RIFF....WEBP')],
    ['a TIFF or raw picture', bytes(0x49, 0x49, 0x2a, 0)],
    ['a TIFF or raw picture', bytes(0x4d, 0x4d, 0, 0x2a)],
    ['a PDF document', text('%PDF-1.7')],
    ['a ZIP archive', bytes(0x50, 0x4b, 3, 4)],
    ['an SVG drawing', text('<?xml version="1.0"?>\n<!-- made by hand -->\n<SVG xmlns="...">')],
    ['a text with markup', text('\n  <html>404</html>')],
    ['something else', text('404 not found')],
    ['something else', bytes(0xff, 0xd8)],
    ['something else', Uint8Array.of(0xff)],
  ])('names %s', (format, content) => {
    expect(reasonAgainst(content)).toEqual({
      code: 'photo.not-jpeg',
      message: `The file is not a JPEG but ${format}.`,
    });
  });

  it('of an empty file is nothing', () => {
    expect(reasonAgainst(new Uint8Array())?.code).toBe('photo.empty');
  });

  it('of a file beyond all measure is not looked at', () => {
    // A view says its length without anybody writing 300 MB.
    const huge = { length: maxPhotoBytes + 1 } as Uint8Array;
    expect(reasonAgainst(huge)).toEqual({
      code: 'photo.too-large',
      message: 'The file has 300000001 bytes; at most 300000000 are read.',
    });
  });
});
