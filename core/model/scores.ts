/** Largest packed value: a confidence of 1. */
const full = 65_535;

/** Confidences 0..1 of a photo's tiles packed as unsigned 16-bit little-endian numbers, 2 bytes a tile. */
export function packConfidences(confidences: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(confidences.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < confidences.length; i++) {
    const confidence = confidences[i]!;
    if (!(confidence >= 0 && confidence <= 1))
      throw new RangeError(`confidence ${confidence} of tile ${i} is not within 0..1`);
    view.setUint16(i * 2, Math.round(confidence * full), true);
  }
  return bytes;
}

/** The confidences of `packConfidences`, exact to 1/131070. */
export function unpackConfidences(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const confidences = new Float32Array(bytes.byteLength >> 1);
  for (let i = 0; i < confidences.length; i++) confidences[i] = view.getUint16(i * 2, true) / full;
  return confidences;
}

/** Places inside tiles (x, y in 0..1 of the tile's width and height) packed as bytes, 2 a tile. */
export function packLocations(locations: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(locations, (value) => Math.round(Math.min(1, Math.max(0, value)) * 255));
}

/** The places of `packLocations`, exact to 1/510 of a tile. */
export function unpackLocations(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (value) => value / 255);
}
