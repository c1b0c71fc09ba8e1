import type { Reason } from './record.ts';

/** Most bytes of a photo file; the largest drone JPEGs (100 MP) have about 60 MB. */
export const maxPhotoBytes = 300_000_000;

/** Most pixels of a photo; the largest survey cameras have 150 MP. */
export const maxPhotoPixels = 200_000_000;

const signatures: readonly { readonly format: string; readonly bytes: readonly number[] }[] = [
  { format: 'PNG picture', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { format: 'GIF picture', bytes: [0x47, 0x49, 0x46, 0x38] },
  { format: 'WebP or other RIFF file', bytes: [0x52, 0x49, 0x46, 0x46] },
  { format: 'TIFF or raw picture', bytes: [0x49, 0x49, 0x2a, 0x00] },
  { format: 'TIFF or raw picture', bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { format: 'PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  { format: 'ZIP archive', bytes: [0x50, 0x4b, 0x03, 0x04] },
];

/** Why these bytes cannot be a photo, judged by their beginning; undefined for a JPEG. */
export function reasonAgainst(bytes: Uint8Array): Reason | undefined {
  if (bytes.length === 0) return { code: 'photo.empty', message: 'The file is empty.' };
  if (bytes.length > maxPhotoBytes) {
    return {
      code: 'photo.too-large',
      message: `The file has ${bytes.length} bytes; at most ${maxPhotoBytes} are read.`,
    };
  }
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return undefined;
  return { code: 'photo.not-jpeg', message: `The file is not a JPEG but ${guessFormat(bytes)}.` };
}

function guessFormat(bytes: Uint8Array): string {
  const known = signatures.find(({ bytes: signature }) => startsWith(bytes, signature));
  if (known !== undefined) return `a ${known.format}`;
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 512)).toLowerCase();
  if (beginning.includes('<svg')) return 'an SVG drawing';
  if (beginning.trimStart().startsWith('<')) return 'a text with markup';
  return 'something else';
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}
