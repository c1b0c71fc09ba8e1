/**
 * Gives the memory of a large buffer back at once; the buffer is empty afterwards. Left to the collector, the pictures of
 * a few photos make it walk through the whole heap, over and over.
 */
export function release(bytes: Uint8Array): void {
  const { buffer, byteLength } = bytes;
  // A small buffer may be a part of one that others use.
  if (buffer instanceof ArrayBuffer && byteLength >= 1 << 16 && buffer.byteLength === byteLength)
    buffer.transfer(0);
}
