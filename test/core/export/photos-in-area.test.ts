import { describe, expect, it } from 'vitest';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import { photosInArea } from '#core/export/photos-in-area.ts';
import { parsePolygonArea } from '#core/export/polygon-area.ts';

/** A photo of a square of 2 x 2 degrees around a place. */
function photoAt(lon: number, lat: number): ExportedPhoto {
  const footprint = [
    [lon - 1, lat - 1],
    [lon + 1, lat - 1],
    [lon + 1, lat + 1],
    [lon - 1, lat + 1],
  ] as const;
  const photoId = `${lon},${lat}`;
  return { photoId, name: photoId, outcome: 'tiled', result: 'empty', footprint };
}

/** A square around 10 degrees east, 50 degrees north. */
const ring = (half: number) => [
  [10 - half, 50 - half],
  [10 + half, 50 - half],
  [10 + half, 50 + half],
  [10 - half, 50 + half],
  [10 - half, 50 - half],
];

const names = (photos: readonly ExportedPhoto[]) => photos.map(({ name }) => name);
const photos = [photoAt(10, 50), photoAt(13, 50), photoAt(10, 53)];

describe('photos of an area', () => {
  it('are all without an area', () => {
    expect(photosInArea(photos, {})).toEqual(photos);
  });

  it.each([
    { shows: 'a corner of it', area: { west: 10.5, south: 50.5, east: 11.5, north: 51.5 }, kept: ['10,50'] },
    { shows: 'all of it', area: { west: 9.9, south: 49.9, east: 10.1, north: 50.1 }, kept: ['10,50'] },
    {
      shows: 'a strip of it',
      area: { west: 0, south: 49.9, east: 20, north: 50.1 },
      kept: ['10,50', '13,50'],
    },
    { shows: 'less than it', area: { west: 0, south: 40, east: 11.5, north: 60 }, kept: ['10,50', '10,53'] },
    { shows: 'nothing of it', area: { west: 15, south: 40, east: 20, north: 60 }, kept: [] },
  ])('are those that show $shows', ({ area, kept }) => {
    expect(names(photosInArea(photos, { area }))).toEqual(kept);
  });

  it('are found across the antimeridian, however the degrees are counted', () => {
    const island = [photoAt(179.5, -17), photoAt(-179.5, -17), photoAt(0, -17)];
    const area = { west: 179.9, south: -18, east: -179.9, north: -16 };
    expect(names(photosInArea(island, { area }))).toEqual(['179.5,-17', '-179.5,-17']);
  });

  it('show ground of a polygon, not of its hole alone', () => {
    const area = parsePolygonArea(
      JSON.stringify({ type: 'Polygon', coordinates: [ring(2.5), ring(1.5)] }),
      'ring.geojson',
    );
    expect(names(photosInArea(photos, { area }))).toEqual(['13,50', '10,53']);
  });
});
