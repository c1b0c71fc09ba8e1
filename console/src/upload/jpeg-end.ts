/** Whether a JPEG's end marker (FF D9) is in these bytes. Source: ITU-T T.81, B.1.1.3. */
export function hasEnd(tail: Uint8Array): boolean {
  for (let i = tail.length - 2; i >= 0; i--) if (tail[i] === 0xff && tail[i + 1] === 0xd9) return true;
  return false;
}
