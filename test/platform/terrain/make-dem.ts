import { writeArrayBuffer, type GeotiffWriterMetadata } from 'geotiff';

export interface DemOptions {
  readonly cols: number;
  readonly rows: number;
  /** Coordinate of the north-west corner, and size of a cell, in the units of the grid. */
  readonly west: number;
  readonly north: number;
  readonly cellX: number;
  readonly cellY: number;
  /** Code of EPSG: 4326 and its like, or of a UTM zone. */
  readonly epsg: number;
  /** Height at the middle of a cell, coordinates of the grid. */
  readonly heightM: (x: number, y: number) => number;
  readonly more?: GeotiffWriterMetadata;
}

/** A GeoTIFF with ground heights. */
export function makeDem(options: DemOptions): Uint8Array {
  const { cols, rows, west, north, cellX, cellY, epsg, heightM, more } = options;
  const heights = Float32Array.from({ length: cols * rows }, (_, i) =>
    heightM(west + ((i % cols) + 0.5) * cellX, north - (Math.floor(i / cols) + 0.5) * cellY),
  );
  const isDegrees = epsg > 4000 && epsg < 5000;
  const bytes = writeArrayBuffer(heights, {
    width: cols,
    height: rows,
    ModelPixelScale: [cellX, cellY, 0],
    ModelTiepoint: [0, 0, 0, west, north, 0],
    GTModelTypeGeoKey: isDegrees ? 2 : 1,
    GTRasterTypeGeoKey: 1,
    ...(isDegrees ? { GeographicTypeGeoKey: epsg } : { ProjectedCSTypeGeoKey: epsg }),
    ...more,
  });
  return new Uint8Array(bytes);
}
