import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import { createRandom } from '#core/simulate/random.ts';
import { photosShowing } from '#lambdas/api/photos-showing.ts';
import { openTestApi, type TestApi } from './api-flight.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});

interface Item {
  readonly views: number;
  readonly tile: {
    readonly tileId: string;
    readonly sightingId: string | null;
    readonly place: object | null;
  };
}

describe('views of a waiting tile', () => {
  it('are those that otherViews gives, whether it is part of a sighting or not', async () => {
    const asked = await api.ask(
      '{ reviewQueue(first: 50) { items { views tile { tileId sightingId place { lat } } } } }',
    );
    const { items } = (asked.data?.['reviewQueue'] ?? { items: [] }) as { items: Item[] };
    for (const { views, tile } of items) {
      const other = await api.ask('query ($id: ID!) { otherViews(tileId: $id, first: 50) { apartM } }', {
        id: tile.tileId,
      });
      expect(views, tile.tileId).toBe(((other.data?.['otherViews'] ?? []) as object[]).length);
    }
    expect(items.some(({ views, tile }) => views > 0 && tile.sightingId === null)).toBe(true);
    expect(items.filter(({ tile }) => tile.place === null).map(({ views }) => views)).toContain(0);
  });

  it('are counted without anything else being asked for', async () => {
    const asked = await api.ask('{ reviewQueue(first: 50) { items { views } } }');
    const { items } = (asked.data?.['reviewQueue'] ?? { items: [] }) as { items: Item[] };
    expect(items.some(({ views }) => views > 0)).toBe(true);
  });
});

function square(photoId: string, lat: number, lon: number, half = 0.0003): ExportedPhoto {
  return {
    photoId,
    name: `${photoId}.jpg`,
    outcome: 'tiled',
    result: 'empty',
    footprint: [
      [lon - half, lat - half],
      [lon + half, lat - half],
      [lon + half, lat + half],
      [lon - half, lat + half],
    ],
  };
}

function storedOf(photos: ExportedPhoto[]) {
  return {
    stored: { context: { flightId: 'f', runId: 'r', modelId: null, startedAt: 'x' }, photos, sightings: [] },
  };
}

describe('photos that show a place', () => {
  it('are those around it, the one first that has it nearest to its middle', () => {
    const random = createRandom(3);
    const photos = Array.from({ length: 400 }, (_, i) =>
      square(String(i).padStart(3, '0'), 56 + 0.01 * random.next(), 9 + 0.01 * random.next()),
    );
    for (let i = 0; i < 50; i++) {
      const place = { lat: 56 + 0.01 * random.next(), lon: 9 + 0.01 * random.next() };
      const around = photos.filter(
        ({ footprint: [southWest, , northEast] }) =>
          southWest![0] <= place.lon &&
          place.lon <= northEast![0] &&
          southWest![1] <= place.lat &&
          place.lat <= northEast![1],
      );
      const found = photosShowing(storedOf(photos), place);
      expect(found.toSorted()).toEqual(around.map(({ photoId }) => photoId).toSorted());
    }
    const [near, far] = [square('near', 56, 9.0001), square('far', 56, 9.0002)];
    expect(photosShowing(storedOf([far, near]), { lat: 56, lon: 9 })).toEqual(['near', 'far']);
    expect(photosShowing(storedOf([]), { lat: 56, lon: 9 })).toEqual([]);
  });

  it('are found across the antimeridian', () => {
    const ring: ExportedPhoto['footprint'] = [
      [179.9997, -17],
      [-179.9997, -17],
      [-179.9997, -16.999],
      [179.9997, -16.999],
    ];
    const photo = { ...square('fiji', 0, 0), footprint: ring };
    for (const lon of [179.9999, -179.9999])
      expect(photosShowing(storedOf([photo]), { lat: -16.9995, lon })).toEqual(['fiji']);
    expect(photosShowing(storedOf([photo]), { lat: -16.9995, lon: 179.9 })).toEqual([]);
  });
});
