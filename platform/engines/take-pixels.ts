import { isMarkedAsUntransferable } from 'node:worker_threads';

/**
 * The pixels with the buffer that goes to the worker with them.
 * A view of a whole buffer of its own is given away without a copy (the caller's view is empty afterwards); a view of a
 * part, of shared memory, or of a buffer that cannot be given away (Node's own pool) is copied first.
 */
export function takePixels(pixels: Uint8Array): { pixels: Uint8Array; transfer: ArrayBuffer[] } {
  const { buffer } = pixels;
  const whole = buffer instanceof ArrayBuffer && pixels.byteLength === buffer.byteLength;
  if (whole && !isMarkedAsUntransferable(buffer)) return { pixels, transfer: [buffer] };
  const copy = Uint8Array.from(pixels);
  return { pixels: copy, transfer: [copy.buffer] };
}
