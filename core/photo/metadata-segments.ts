/** The parts of a JPEG's header that describe the photo; nothing is decoded. */
export interface HeaderSegments {
  readonly isJpeg: boolean;
  /** A minimal JPEG that holds only the EXIF block. */
  readonly exif?: ArrayBuffer;
  /** A minimal JPEG that holds only the XMP blocks, extended ones included where they are not too long. */
  readonly xmp?: ArrayBuffer;
  /** True where XMP blocks were left out for their length. */
  readonly xmpTooLong?: boolean;
  /** Size of the stored picture (start-of-frame marker): what a pixel coordinate counts in. */
  readonly widthPx?: number;
  readonly heightPx?: number;
}

const marker = { app1: 0xe1, startOfScan: 0xda, endOfImage: 0xd9 } as const;
const exifSignature = 'Exif\0\0';
const xmpSignatures = ['http://ns.adobe.com/xap/1.0/\0', 'http://ns.adobe.com/xmp/extension/\0'] as const;

/** No camera writes more header than this; a longer one is cut short. */
const maxHeaderBytes = 16 * 1024 * 1024;

/**
 * Flight data takes 4 KB; what editors add stands behind it, in extended blocks. A parser needs a minute and gigabytes for
 * what fits into a header.
 */
const maxXmpBytes = 128 * 1024;

/**
 * The header segments of a JPEG, up to the start of the picture data.
 * A damaged file gives what was found before the damage.
 * Source of the marker layout: ITU-T T.81 annex B; EXIF 2.32 section 4.5; XMP part 3 section 1.1.3.
 */
export function headerSegments(bytes: Uint8Array): HeaderSegments {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== 0xd8) return { isJpeg: false };
  const exif: Uint8Array[] = [];
  const xmp: Uint8Array[] = [];
  let [xmpBytes, xmpTooLong] = [0, false];
  let size: { widthPx: number; heightPx: number } | undefined;
  for (const segment of segmentsOf(bytes)) {
    if (segment.code === marker.app1) {
      if (startsWith(segment.body, exifSignature)) exif.push(segment.whole);
      else if (xmpSignatures.some((signature) => startsWith(segment.body, signature))) {
        xmpBytes += segment.whole.length;
        if (xmpBytes <= maxXmpBytes) xmp.push(segment.whole);
        else xmpTooLong = true;
      }
    } else if (isStartOfFrame(segment.code)) {
      size ??= frameSize(segment.body);
    }
  }
  return {
    isJpeg: true,
    // A second EXIF block is a leftover of some editor: the first one counts, as in every reader.
    ...(exif[0] === undefined ? {} : { exif: minimalJpeg([exif[0]]) }),
    ...(xmp.length === 0 ? {} : { xmp: minimalJpeg(xmp) }),
    ...(xmpTooLong ? { xmpTooLong } : {}),
    ...size,
  };
}

interface Segment {
  readonly code: number;
  /** Marker, length and body. */
  readonly whole: Uint8Array;
  readonly body: Uint8Array;
}

function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
  const end = Math.min(bytes.length, maxHeaderBytes);
  let at = 2;
  while (at + 4 <= end) {
    if (bytes[at] !== 0xff) return;
    const code = bytes[at + 1] ?? 0;
    if (code === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (code === marker.startOfScan || code === marker.endOfImage) return;
    if (code === 0x01 || (code >= 0xd0 && code <= 0xd7)) {
      at += 2; // markers without a body
      continue;
    }
    const lengthBytes = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (lengthBytes < 2) return;
    const next = Math.min(at + 2 + lengthBytes, bytes.length);
    yield { code, whole: bytes.subarray(at, next), body: bytes.subarray(at + 4, next) };
    at = next;
  }
}

function isStartOfFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

function frameSize(body: Uint8Array): { widthPx: number; heightPx: number } | undefined {
  if (body.length < 5) return undefined;
  const heightPx = ((body[1] ?? 0) << 8) | (body[2] ?? 0);
  const widthPx = ((body[3] ?? 0) << 8) | (body[4] ?? 0);
  return widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : undefined;
}

function startsWith(body: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (body[i] !== text.charCodeAt(i)) return false;
  return true;
}

function minimalJpeg(segments: readonly Uint8Array[]): ArrayBuffer {
  const sizeBytes = segments.reduce((sum, segment) => sum + segment.length, 4);
  const out = new Uint8Array(sizeBytes);
  out.set([0xff, 0xd8], 0);
  let at = 2;
  for (const segment of segments) {
    out.set(segment, at);
    at += segment.length;
  }
  out.set([0xff, 0xd9], at);
  return out.buffer;
}
