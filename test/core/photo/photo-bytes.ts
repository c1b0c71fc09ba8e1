/** A value of an EXIF tag: a text, a whole number (BYTE or SHORT), or rationals. */
export type ExifValue =
  | string
  | { readonly byte: number }
  | { readonly short: number }
  | { readonly rationals: readonly (readonly [number, number])[] };

export interface PhotoParts {
  readonly image?: Readonly<Record<string, ExifValue>>;
  readonly exif?: Readonly<Record<string, ExifValue>>;
  readonly gps?: Readonly<Record<string, ExifValue>>;
  readonly xmp?: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
}

const tagIds: Readonly<Record<string, number>> = {
  Make: 0x010f,
  Model: 0x0110,
  Orientation: 0x0112,
  Software: 0x0131,
  DateTime: 0x0132,
  DateTimeOriginal: 0x9003,
  OffsetTimeOriginal: 0x9011,
  SubSecTimeOriginal: 0x9291,
  FocalLength: 0x920a,
  PixelXDimension: 0xa002,
  PixelYDimension: 0xa003,
  FocalPlaneXResolution: 0xa20e,
  FocalPlaneResolutionUnit: 0xa210,
  DigitalZoomRatio: 0xa404,
  FocalLengthIn35mmFilm: 0xa405,
  GPSLatitudeRef: 1,
  GPSLatitude: 2,
  GPSLongitudeRef: 3,
  GPSLongitude: 4,
  GPSAltitudeRef: 5,
  GPSAltitude: 6,
  GPSTimeStamp: 7,
  GPSImgDirectionRef: 16,
  GPSImgDirection: 17,
  GPSDateStamp: 29,
  GPSHPositioningError: 31,
};

/** The header of a JPEG with these tags: no picture data follows, which readers of metadata never notice. */
export function photoBytes(parts: PhotoParts): Uint8Array {
  const { widthPx = 4000, heightPx = 3000 } = parts;
  const chunks: number[] = [0xff, 0xd8];
  if (parts.image !== undefined || parts.exif !== undefined || parts.gps !== undefined) {
    chunks.push(...segment(0xe1, [...ascii('Exif\0\0'), ...tiff(parts)]));
  }
  if (parts.xmp !== undefined) {
    chunks.push(
      ...segment(0xe1, [...ascii('http://ns.adobe.com/xap/1.0/\0'), ...new TextEncoder().encode(parts.xmp)]),
    );
  }
  chunks.push(
    ...segment(0xc0, [8, ...u16(heightPx), ...u16(widthPx), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
  );
  chunks.push(...segment(0xda, [1, 1, 0, 0, 63, 0]), 0x12, 0x34, 0xff, 0xd9);
  return Uint8Array.from(chunks);
}

/** XMP as DJI writes it, everything as attributes. */
export function djiXmp(fields: Readonly<Record<string, string>>): string {
  const attributes = Object.entries(fields).map(([name, value]) => `drone-dji:${name}="${value}"`);
  return xmpPacket(`<rdf:Description rdf:about="DJI Meta Data" ${attributes.join('\n')}/>`);
}

/** XMP with every field as an element of a namespace. */
export function elementXmp(fields: Readonly<Record<string, string>>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return xmpPacket(`<rdf:Description rdf:about="">${elements.join('')}</rdf:Description>`);
}

function xmpPacket(body: string): string {
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"
 xmlns:Camera="http://pix4d.com/camera/1.0/" xmlns:drone="http://www.autel.com/drone/1.0/"
 xmlns:drone-parrot="http://www.parrot.com/drone-parrot/1.0/">${body}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

/** Degrees as EXIF stores them. */
export function sexagesimal(degrees: number): ExifValue {
  const whole = Math.floor(Math.abs(degrees));
  const minutes = Math.floor((Math.abs(degrees) - whole) * 60);
  const seconds = (Math.abs(degrees) - whole - minutes / 60) * 3600;
  return {
    rationals: [
      [whole, 1],
      [minutes, 1],
      [Math.round(seconds * 1e6), 1e6],
    ],
  };
}

/** GPS tags of a place. */
export function gpsTags(lat: number, lon: number): Record<string, ExifValue> {
  return {
    GPSLatitudeRef: lat < 0 ? 'S' : 'N',
    GPSLatitude: sexagesimal(lat),
    GPSLongitudeRef: lon < 0 ? 'W' : 'E',
    GPSLongitude: sexagesimal(lon),
  };
}

function segment(code: number, body: readonly number[]): number[] {
  return [0xff, code, ...u16(body.length + 2), ...body];
}

/** A big-endian TIFF with the image directory, and behind it those of EXIF and GPS. */
function tiff(parts: PhotoParts): number[] {
  const image = Object.entries(parts.image ?? {});
  const exif = Object.entries(parts.exif ?? {});
  const gps = Object.entries(parts.gps ?? {});
  const imageSize = directorySize(image, 2);
  const exifAt = 8 + imageSize;
  const gpsAt = exifAt + directorySize(exif, 0);
  const pointers: readonly (readonly [number, number])[] = [
    [0x8769, exifAt],
    [0x8825, gpsAt],
  ];
  return [
    ...ascii('MM'),
    ...u16(42),
    ...u32(8),
    ...directory(image, 8, pointers),
    ...directory(exif, exifAt, []),
    ...directory(gps, gpsAt, []),
  ];
}

type Entries = readonly (readonly [string, ExifValue])[];

function directorySize(entries: Entries, pointers: number): number {
  const data = entries.reduce((sum, [, value]) => sum + outOfLine(value).length, 0);
  return 2 + 12 * (entries.length + pointers) + 4 + data;
}

function directory(entries: Entries, at: number, pointers: readonly (readonly [number, number])[]): number[] {
  let dataAt = at + 2 + 12 * (entries.length + pointers.length) + 4;
  const rows: number[] = [];
  const data: number[] = [];
  for (const [name, value] of entries) {
    const bytes = encode(value);
    const far = outOfLine(value);
    const padded = [...bytes.bytes, 0, 0, 0, 0].slice(0, 4);
    rows.push(
      ...u16(tagIds[name] ?? 0),
      ...u16(bytes.type),
      ...u32(bytes.count),
      ...(far.length > 0 ? u32(dataAt) : padded),
    );
    data.push(...far);
    dataAt += far.length;
  }
  for (const [id, offset] of pointers) rows.push(...u16(id), ...u16(4), ...u32(1), ...u32(offset));
  return [...u16(entries.length + pointers.length), ...rows, ...u32(0), ...data];
}

function outOfLine(value: ExifValue): number[] {
  const { bytes } = encode(value);
  return bytes.length > 4 ? bytes : [];
}

function encode(value: ExifValue): { type: number; count: number; bytes: number[] } {
  if (typeof value === 'string') {
    const bytes = [...ascii(value), 0];
    return { type: 2, count: bytes.length, bytes };
  }
  if ('byte' in value) return { type: 1, count: 1, bytes: [value.byte] };
  if ('short' in value) return { type: 3, count: 1, bytes: u16(value.short) };
  return {
    type: 5,
    count: value.rationals.length,
    bytes: value.rationals.flatMap(([n, d]) => [...u32(n), ...u32(d)]),
  };
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function u16(value: number): number[] {
  return [(value >> 8) & 255, value & 255];
}

function u32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
