import type { ReviewLine } from '../../../console/src/api/operations.generated.ts';

/** A tile of a queue with this number. */
export function itemOf(number: number, blind = false): ReviewLine {
  return {
    reason: 'UNCERTAIN',
    value: 1,
    why: 'why',
    blind,
    views: 0,
    tile: {
      tileId: `flight/photo/grid:2x2/${number}`,
      flightId: 'flight',
      photoId: 'photo',
      photoName: 'photo.jpg',
      tiling: 'grid:2x2',
      index: number,
      row: 0,
      col: 0,
      confidence: 0.5,
      band: null,
      url: `/tiles/${number}`,
      uncertaintyM: null,
      version: 0,
      sightingId: null,
      box: { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1 },
      place: null,
      photo: { widthPx: 1, heightPx: 1, url: null, previewUrl: null },
      labels: [],
    },
  };
}
