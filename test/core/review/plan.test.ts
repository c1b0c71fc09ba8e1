import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  planReview,
  type ReviewLimits,
  reachM,
  type UncertainPlace,
  type UncertainTile,
} from '#core/review/plan.ts';
import { eastM, groundFrameAt, northM, placeOf } from '#core/sighting/ground-frame.ts';

const nobody: ReadonlySet<string> = new Set();

/** Metres around a place on the antimeridian: a seam there would show. */
const frame = groundFrameAt(56.1, 180);

interface At {
  readonly x: number;
  readonly y?: number;
  readonly uncertaintyM?: number;
  readonly tileSizeM?: number;
}

function tileAt(
  photoId: string,
  tile: number,
  { x, y = 0, uncertaintyM = 0.5, tileSizeM = 2 }: At,
): UncertainTile {
  return { photoId, tile, place: { ...placeOf(frame, x, y), uncertaintyM, tileSizeM } };
}

function distanceM(a: UncertainPlace, b: UncertainPlace): number {
  return Math.hypot(eastM(frame, a.lon) - eastM(frame, b.lon), northM(frame, a.lat) - northM(frame, b.lat));
}

const idOf = ({ photoId, tile }: { photoId: string; tile: number }) => `${photoId}-${tile}`;

function askedIds(plan: ReadonlyMap<string, readonly number[]>): Set<string> {
  return new Set([...plan].flatMap(([photoId, tiles]) => tiles.map((tile) => idOf({ photoId, tile }))));
}

/** Tiles of up to eight photos on a patch of 30 m, some of them without a place. */
const anyTiles = fc
  .uniqueArray(fc.record({ photo: fc.integer({ min: 0, max: 7 }), tile: fc.integer({ min: 0, max: 30 }) }), {
    maxLength: 60,
    selector: ({ photo, tile }) => `${photo}-${tile}`,
  })
  .chain((ids) =>
    fc.tuple(
      ...ids.map(({ photo, tile }) =>
        fc
          .option(
            fc.record({
              x: fc.double({ min: 0, max: 30, noNaN: true }),
              y: fc.double({ min: 0, max: 30, noNaN: true }),
              uncertaintyM: fc.double({ min: 0, max: 9, noNaN: true }),
              tileSizeM: fc.double({ min: 0.5, max: 6, noNaN: true }),
            }),
            { freq: 8 },
          )
          .map((at): UncertainTile => {
            const photoId = `photo-${photo}`;
            return at === null ? { photoId, tile } : tileAt(photoId, tile, at);
          }),
      ),
    ),
  );

const anyFree = fc
  .uniqueArray(fc.integer({ min: 0, max: 8 }))
  .map((ids) => new Set(ids.map((id) => `photo-${id}`)));

/** The same cover by a slow and plain way: every count anew at every turn. */
function plainly(tiles: readonly UncertainTile[], readAnyway: ReadonlySet<string>): Map<string, number[]> {
  const plan = new Map<string, number[]>();
  let waiting = [...tiles];
  while (waiting.length > 0) {
    const photoIds = [...new Set(waiting.map(({ photoId }) => photoId))].sort();
    const count = (id: string) => waiting.filter(({ photoId }) => photoId === id).length;
    const ranked = photoIds.sort(
      (a, b) =>
        Number(readAnyway.has(b)) - Number(readAnyway.has(a)) || count(b) - count(a) || (a < b ? -1 : 1),
    );
    const own = waiting.filter(({ photoId }) => photoId === ranked[0]);
    plan.set(
      ranked[0]!,
      own.map(({ tile }) => tile).sort((a, b) => a - b),
    );
    waiting = waiting.filter(({ photoId, place }) => {
      if (photoId === ranked[0]) return false;
      const near = (asked: UncertainPlace | undefined) =>
        asked !== undefined && place !== undefined && distanceM(asked, place) <= reachM(asked, place);
      return !own.some((asked) => near(asked.place));
    });
  }
  return plan;
}

function everyPhoto(readAnyway: ReadonlySet<string>): ReviewLimits {
  return { readAnyway, mostPhotos: Number.POSITIVE_INFINITY };
}

describe('the review of uncertain tiles', () => {
  it('asks about every tile or about one of another photo within its reach', () => {
    fc.assert(
      fc.property(anyTiles, anyFree, (tiles, free) => {
        const asked = askedIds(planReview(tiles, everyPhoto(free)));
        const chosen = tiles.filter((tile) => asked.has(idOf(tile)));
        expect(chosen).toHaveLength(asked.size);
        for (const { photoId, tile, place } of tiles) {
          const answered = chosen.some(
            (other) =>
              other.photoId !== photoId &&
              place !== undefined &&
              other.place !== undefined &&
              distanceM(place, other.place) <= reachM(place, other.place) + 1e-6,
          );
          expect(asked.has(idOf({ photoId, tile })) || answered).toBe(true);
        }
      }),
    );
  });

  it('is the greedy cover: always the photo with the most tiles that are left, ties by id', () => {
    fc.assert(
      fc.property(anyTiles, anyFree, (tiles, free) => {
        expect([...planReview(tiles, everyPhoto(free))]).toEqual([...plainly(tiles, free)]);
      }),
    );
  });

  it('does not depend on the order in which tiles come', () => {
    const shuffled = anyTiles.chain((tiles) =>
      fc.tuple(fc.constant(tiles), fc.shuffledSubarray(tiles, { minLength: tiles.length })),
    );
    fc.assert(
      fc.property(shuffled, ([tiles, other]) => {
        expect([...planReview(other, everyPhoto(nobody))]).toEqual([
          ...planReview(tiles, everyPhoto(nobody)),
        ]);
      }),
    );
  });

  it('asks once about a plant that five photos show', () => {
    const tiles = [0, 1, 2, 3, 4].map((n) => tileAt(`photo-${n}`, n, { x: n * 0.3 }));
    expect([...planReview(tiles, everyPhoto(nobody))]).toEqual([['photo-0', [0]]]);
  });

  it('asks where the most plants are seen at once', () => {
    const wide = [0, 10, 20].map((x, i) => tileAt('wide', i, { x }));
    const single = [0, 10, 20].map((x, i) => tileAt(`a-${i}`, i, { x }));
    expect([...planReview([...single, ...wide], everyPhoto(nobody))]).toEqual([['wide', [0, 1, 2]]]);
  });

  it('asks first where the photo is read anyway, though it shows fewer', () => {
    const tiles = [
      tileAt('wide', 0, { x: 0 }),
      tileAt('wide', 1, { x: 10 }),
      tileAt('audited', 0, { x: 10 }),
    ];
    expect([...planReview(tiles, everyPhoto(new Set(['audited', 'absent'])))]).toEqual([
      ['audited', [0]],
      ['wide', [0]],
    ]);
  });

  it('asks about neighbours in one photo, and about every tile without a place', () => {
    const tiles: UncertainTile[] = [
      tileAt('a', 0, { x: 0 }),
      tileAt('a', 1, { x: 0.1 }),
      { photoId: 'b', tile: 0 },
      { photoId: 'c', tile: 0 },
    ];
    expect(askedIds(planReview(tiles, everyPhoto(nobody))).size).toBe(4);
  });

  it('takes no more photos than it may, those with most tiles, beside those that are read anyway', () => {
    const tiles = [
      ...[0, 1, 2].map((tile) => tileAt('much', tile, { x: 100 + tile * 10 })),
      ...[0, 1].map((tile) => tileAt('some', tile, { x: 200 + tile * 10 })),
      tileAt('little', 0, { x: 300 }),
      tileAt('audited', 0, { x: 400 }),
    ];
    const photosWith = (mostPhotos: number) => [
      ...planReview(tiles, { readAnyway: new Set(['audited']), mostPhotos }).keys(),
    ];
    expect(photosWith(0)).toEqual(['audited']);
    expect(photosWith(2)).toEqual(['audited', 'much', 'some']);
    expect(photosWith(9)).toEqual(['audited', 'much', 'some', 'little']);
  });

  it('is empty when the model is sure of everything', () => {
    expect(planReview([], everyPhoto(new Set(['a']))).size).toBe(0);
  });

  it('of 100,000 tiles is made in seconds', { timeout: 20_000 }, () => {
    // 500 photos in a row, 90 % overlap, 200 tiles each.
    const tiles = Array.from({ length: 100_000 }, (_, i) => {
      const photo = Math.floor(i / 200);
      const [col, row] = [i % 20, Math.floor((i % 200) / 20)];
      return tileAt(`photo-${photo}`, i % 200, { x: photo * 4 + col * 2, y: row * 2 });
    });
    const startMs = performance.now();
    const asked = askedIds(planReview(tiles, everyPhoto(nobody))).size;
    expect(performance.now() - startMs).toBeLessThan(5_000);
    expect(asked).toBeGreaterThan(5_000);
    expect(asked).toBeLessThan(15_000);
  });
});

function place(uncertaintyM: number, tileSizeM: number): UncertainPlace {
  return { lat: 0, lon: 0, uncertaintyM, tileSizeM };
}

describe('the reach of a question', () => {
  it.each([
    [place(0, 2), place(0, 2), 1],
    [place(0.6, 2), place(0.8, 2), 2],
    [place(30, 2), place(1, 2), 3],
    [place(30, 2), place(1, 8), 3],
  ])('is half a tile and the uncertainty of both places, up to a tile (%#)', (a, b, expectedM) => {
    expect(reachM(a, b)).toBeCloseTo(expectedM, 9);
    expect(reachM(b, a)).toBeCloseTo(expectedM, 9);
  });
});
