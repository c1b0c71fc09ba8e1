/** [lon, lat] in degrees. */
export type Position = readonly [number, number];

/** WGS 84, longitude first as in every GeoPackage binary. */
export const wgs84 = 4326;

const geometryTypes = { point: 1, polygon: 3, multiPolygon: 6 } as const;

/**
 * A point as GeoPackage binary: the "GP" header with an envelope, then well-known binary, little-endian throughout.
 * Source: OGC 12-128r17 (GeoPackage 1.3), clause 2.1.3; WKB: OGC 06-103r4, clause 8.2.
 */
export function pointBlob(position: Position): Uint8Array {
  const writer = blobWriter(21, [position]);
  writer.type(geometryTypes.point);
  writer.position(position);
  return writer.bytes;
}

/** Outlines without holes as a multipolygon. @param rings not closed, counter-clockwise, each with at least 3 corners */
export function multiPolygonBlob(rings: readonly (readonly Position[])[]): Uint8Array {
  const closed = rings.map((ring) => [...ring, ring[0]!]);
  const sizeBytes = closed.reduce((sum, ring) => sum + 13 + 16 * ring.length, 9);
  const writer = blobWriter(sizeBytes, closed.flat());
  writer.type(geometryTypes.multiPolygon);
  writer.count(closed.length);
  for (const ring of closed) {
    writer.type(geometryTypes.polygon);
    writer.count(1);
    writer.count(ring.length);
    for (const position of ring) writer.position(position);
  }
  return writer.bytes;
}

interface BlobWriter {
  readonly bytes: Uint8Array;
  /** Byte order and type: each geometry begins with them. */
  type(type: number): void;
  count(count: number): void;
  position(position: Position): void;
}

/** Magic, version 0, flags, coordinate system, four doubles of envelope. */
const headerBytes = 8 + 32;
/** Little-endian (bit 0), envelope [minx, maxx, miny, maxy] (1 in bits 1-3), not empty, standard. */
const headerFlags = 0b0000_0011;

function blobWriter(geometryBytes: number, positions: readonly Position[]): BlobWriter {
  const bytes = new Uint8Array(headerBytes + geometryBytes);
  const view = new DataView(bytes.buffer);
  bytes.set([0x47, 0x50, 0, headerFlags]);
  view.setInt32(4, wgs84, true);
  boundsOf(positions).forEach((edge, i) => view.setFloat64(8 + 8 * i, edge, true));
  let at = headerBytes;
  const count = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  return {
    bytes,
    count,
    type(type) {
      view.setUint8(at++, 1);
      count(type);
    },
    position([lon, lat]) {
      view.setFloat64(at, lon, true);
      view.setFloat64(at + 8, lat, true);
      at += 16;
    },
  };
}

/** [west, east, south, north] of positions. */
export function boundsOf(positions: readonly Position[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.max(bounds[1], lon);
    bounds[2] = Math.min(bounds[2], lat);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}
