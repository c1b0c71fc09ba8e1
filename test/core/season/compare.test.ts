import { describe, expect, it } from 'vitest';
import { changeCsv, changeGeoJson, changeText } from '#core/season/change-files.ts';
import { type ComparedFlight, compareFlights, type Treatment } from '#core/season/compare.ts';
import { groundFrameAt, placeOf } from '#core/sighting/ground-frame.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { sampleSighting } from '../export/sample-sightings.ts';
import { seeded } from '../sighting/survey.ts';

const frame = groundFrameAt(56, 12);
const at = (x: number, y: number) => placeOf(frame, x, y);
const sighting = (number: number, [x, y]: readonly [number, number], changes: Partial<Sighting> = {}) =>
  sampleSighting(number, { ...at(x, y), uncertainty95M: 2, uncertaintyM: 1.2, ...changes });
/** Photos whose outlines are a square, so often. */
const square = (halfM: number, photos: number, x0 = 0): ComparedFlight['footprints'] =>
  Array.from({ length: photos }, (_, i) => ({
    photoId: `p${i}`,
    footprint: [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ].map(([x = 0, y = 0]) => {
      const { lat, lon } = at(x0 + x * halfM, y * halfM);
      return [lon, lat] as const;
    }),
  }));
const flight = (
  name: string,
  sightings: readonly Sighting[],
  more: Partial<ComparedFlight> = {},
): ComparedFlight => ({
  flightId: name,
  sightings,
  footprints: square(100, 3),
  ...more,
});
const changesOf = (before: ComparedFlight, after: ComparedFlight, treatments: readonly Treatment[] = []) =>
  compareFlights(before, after, treatments).sites.map(({ change, before: one, after: other }) => [
    change,
    one?.number,
    other?.number,
  ]);

const treatment = (treatedOn: string): Treatment => ({ ...at(31, 0), treatedOn, radiusM: 2 });
const shift = ([x, y]: readonly [number, number]) => [x + 3.5, y - 3] as const;
const stand = (areaM2: number) => ({ polygon: [], areaM2, plantsAtLeast: 5 });

describe('two flights over the same ground', () => {
  const before = flight('a', [sighting(1, [0, 0]), sighting(2, [30, 0]), sighting(3, [60, 0])], {
    surveyDate: '2026-06-01',
  });
  const after = flight('b', [sighting(1, [1, 1]), sighting(2, [-40, 0])], { surveyDate: '2026-08-01' });

  it('tell what is new, still there and gone', () => {
    expect(changesOf(before, after)).toEqual([
      ['new', undefined, 2],
      ['persisting', 1, 1],
      ['gone', 2, undefined],
      ['gone', 3, undefined],
    ]);
  });

  it('know a treatment between them from one before or after', () => {
    const { sites } = compareFlights(before, after, [treatment('2026-06-20'), treatment('2026-07-01')]);
    expect(sites.find(({ change }) => change === 'treated')).toMatchObject({ treatedOn: '2026-07-01' });
    expect(sites.filter(({ change }) => change === 'gone')).toHaveLength(1);
    for (const day of ['2026-05-01', '2026-08-02'])
      expect(changesOf(before, after, [treatment(day)]).some(([change]) => change === 'treated')).toBe(false);
  });

  it('never call gone or new what nobody looked at', () => {
    const half = { ...after, footprints: square(20, 3) };
    expect(changesOf(before, half)).toEqual([
      ['new', undefined, 2],
      ['persisting', 1, 1],
      ['not-covered-after', 2, undefined],
      ['not-covered-after', 3, undefined],
    ]);
    expect(changesOf({ ...before, footprints: [] }, after)).toContainEqual([
      'not-covered-before',
      undefined,
      2,
    ]);
    // One photo alone may have the place at its edge.
    expect(changesOf(before, { ...after, footprints: square(100, 1) })).toContainEqual([
      'not-covered-after',
      2,
      undefined,
    ]);
  });

  it('leave out what a person rejected', () => {
    const rejected = flight('b', [sighting(1, [1, 1], { review: 'rejected' })]);
    expect(changesOf(before, rejected).every(([change]) => change === 'gone')).toBe(true);
  });

  it('say when the evidence is weak, and why', () => {
    const faint = flight('b', [
      sighting(1, [0, 0], { band: 'possible' }),
      sighting(2, [30, 0], { seenIn: 1, couldSee: 9 }),
      sighting(3, [-60, 0], { band: 'possible', review: 'confirmed' }),
    ]);
    const { sites } = compareFlights(before, faint);
    const doubts = sites.map(({ change, evidence, doubt }) => [change, evidence, doubt?.slice(0, 24)]);
    expect(doubts).toEqual([
      ['new', 'strong', undefined],
      ['persisting', 'weak', 'The model itself was not'],
      ['persisting', 'weak', 'It was seen in 1 of 9 ph'],
      ['gone', 'strong', undefined],
    ]);
    const crowd = flight('b', [sighting(1, [1, 0]), sighting(2, [-1, 0])]);
    expect(
      compareFlights(before, crowd).sites.find(({ change }) => change === 'persisting')?.doubt,
    ).toContain('Neighbours stand so close');
  });

  it('take out what the second flight lay beside the first as a whole', () => {
    const random = seeded(7);
    const places = Array.from({ length: 40 }, () => [random() * 180 - 90, random() * 180 - 90] as const);
    const first = flight(
      'a',
      places.map((place, i) => sighting(i + 1, place, { uncertainty95M: 1.5 })),
    );
    const second = flight(
      'b',
      places.slice(4).map((place, i) => sighting(i + 100, shift(place), { uncertainty95M: 1.5 })),
    );
    const { counts, offset, sites } = compareFlights(first, second);
    expect(offset.eastM).toBeCloseTo(3.5, 0);
    expect(offset.northM).toBeCloseTo(-3, 0);
    expect(counts).toMatchObject({ persisting: 36, gone: 4, new: 0 });
    // Places are told as the second flight has them.
    expect(sites.find(({ after: one }) => one?.number === 100)?.after?.lat).toBe(second.sightings[0]!.lat);
  });

  it('find no offset among places that have nothing to do with each other', () => {
    const random = seeded(8);
    const field = (from: number) =>
      Array.from({ length: 40 }, (_, i) => sighting(from + i, [random() * 180 - 90, random() * 180 - 90]));
    expect(compareFlights(flight('a', field(1)), flight('b', field(100))).offset.pairs).toBe(0);
  });

  it('give a stand its width, and tell how it grew', () => {
    const grown = compareFlights(
      flight('a', [sighting(1, [0, 0], { stand: stand(100) })]),
      flight('b', [sighting(1, [8, 0], { stand: stand(160) })]),
    );
    expect(grown.sites).toMatchObject([{ change: 'persisting', areaChangeM2: 60 }]);
  });

  it('are the same backwards, new and gone exchanged', () => {
    const forth = compareFlights(before, after).counts;
    const back = compareFlights(after, before).counts;
    expect([back.new, back.gone, back.persisting]).toEqual([forth.gone, forth.new, forth.persisting]);
  });
});

describe('the files of a comparison', () => {
  const comparison = compareFlights(
    flight('a', [sighting(1, [0, 0]), sighting(2, [30, 0])]),
    flight('b', [sighting(1, [1, 1]), sighting(3, [300, 0])]),
  );
  const context = {
    before: { flightId: 'a', surveyDate: '2026-06-01' },
    after: { flightId: 'b' },
    simulated: true,
  };

  it('hold every site: GeoJSON that any program reads, and a table', () => {
    const collection = JSON.parse(changeGeoJson(comparison, context)) as {
      features: { properties: { change: string } }[];
      simulated: boolean;
      counts: object;
    };
    expect(collection.features.map(({ properties }) => properties.change)).toEqual([
      'persisting',
      'gone',
      'not-covered-before',
    ]);
    expect(collection).toMatchObject({
      type: 'FeatureCollection',
      simulated: true,
      counts: { persisting: 1, gone: 1 },
    });
    const [header = '', ...rows] = changeCsv(comparison).trim().split('\n');
    expect(header.startsWith('change,evidence,lat,lon')).toBe(true);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatch(/^gone,strong,56,12\.0/);
  });

  it('say in plain words what nobody looked at', () => {
    const text = changeText(comparison, context);
    expect(text).toContain('Before     a (2026-06-01)');
    expect(text).toMatch(/1 {2}found, but the first flight did not show the place/);
    const back = compareFlights(
      flight('b', [sighting(3, [300, 0])], { footprints: square(400, 2) }),
      flight('a', []),
    );
    expect(changeText(back, context)).toContain('fly it again');
  });
});
