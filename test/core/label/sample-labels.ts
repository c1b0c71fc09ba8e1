import type { Label } from '#core/label/label.ts';

/** A label with what the test says; the rest is plausible. */
export function labelOf(parts: Partial<Label>): Label {
  const seq = parts.seq ?? 1;
  return {
    flightId: 'meadow',
    photoId: '0123456789abcdef0123',
    tiling: 'grid:2x2',
    tile: 0,
    seq,
    labelId: seq.toString(16).padStart(20, '0'),
    answer: 'hogweed',
    who: 'ida',
    at: '2026-07-01T10:00:00Z',
    box: { leftPx: 0, topPx: 0, widthPx: 2736, heightPx: 1824 },
    widthPx: 5472,
    heightPx: 3648,
    ...parts,
  };
}
