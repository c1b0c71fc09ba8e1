/**
 * An id of 16 hexadecimal digits that depends on the flight and the members alone, not on their order.
 * @param detectionIds sorted here
 */
export function sightingIdOf(flightId: string, detectionIds: readonly string[]): string {
  return hashText([flightId, ...detectionIds.toSorted()].join('\n'));
}

/** 64 bits of a text as 16 hexadecimal digits; not for secrets. */
export function hashText(text: string): string {
  return hash32(text, 0x811c9dc5) + hash32(text, 0x9747b28c);
}

/**
 * 32 bits of a text as 8 hexadecimal digits: FNV-1a with the finaliser of MurmurHash3, from a chosen start.
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/, https://github.com/aappleby/smhasher (both public domain).
 */
function hash32(text: string, start: number): string {
  let hash = start;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    // FNV alone keeps the high bits of the start apart from the text; the rotation mixes them in.
    hash = (hash << 13) | (hash >>> 19);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
