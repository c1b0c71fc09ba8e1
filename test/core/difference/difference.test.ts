import { describe, expect, it } from 'vitest';
import { compareRuns, type RunMap } from '#core/difference/difference.ts';
import {
  differenceCsv,
  differenceGeoJson,
  differenceText,
  reasonCounts,
} from '#core/difference/difference-files.ts';
import type { RunFacts, SiteEvidence } from '#core/difference/explain.ts';
import { renderDifference } from '#core/difference/page.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { sampleSighting } from '../export/sample-sightings.ts';

/** Places 40 m apart. */
const at = (i: number, changes: Partial<Sighting> = {}) =>
  sampleSighting(i, { lat: 55 + i * 0.00036, lon: 12, ...changes });
const facts: RunFacts = { runId: 'one', modelId: 'poor', threshold: 0.5, tiling: 'm:2.5,0.5' };
const nothing: SiteEvidence = { views: [], answers: [], photosBefore: 3, photosAfter: 3 };
const map = (sightings: readonly Sighting[], changes: Partial<RunFacts> = {}): RunMap => ({
  sightings,
  facts: { ...facts, ...changes },
});
const view = (before: number, after: number) => ({ photoId: 'p', photoName: 'DJI_1.JPG', before, after });
const answer = (said: 'hogweed' | 'not-hogweed') => ({
  answer: said,
  at: '2026-07-04T10:00:00.000Z',
  photoName: 'DJI_9.JPG',
  tile: 7,
});

/** The only site of two maps. */
function site(before: RunMap, after: RunMap, evidence: Partial<SiteEvidence> = {}) {
  const { sites } = compareRuns(before, after, () => ({ ...nothing, ...evidence }));
  expect(sites).toHaveLength(1);
  return sites[0]!;
}

describe('the difference of two runs', () => {
  const before = map([at(1), at(2, { band: 'possible', confidence: 0.6 }), at(3)]);
  const after = map([at(1), at(2, { band: 'certain', confidence: 0.95 }), at(4)]);
  const difference = compareRuns(before, after, () => nothing);

  it('tells what appeared, vanished and changed its band', () => {
    expect(difference.counts).toEqual({ appeared: 1, vanished: 1, 'changed-band': 1, unchanged: 1 });
    expect(difference.sites.map((one) => one.difference)).toEqual([
      'appeared',
      'vanished',
      'changed-band',
      'unchanged',
    ]);
    expect(difference.sites.every((one) => one.reasons.length > 0 === (one.difference !== 'unchanged'))).toBe(
      true,
    );
  });

  it('is written as GeoJSON, CSV, text and a page that holds no markup of the flight', () => {
    const context = {
      flightId: 'meadow',
      before: { ...facts, startedAt: '2026-07-01T10:00:00Z' },
      after: { ...facts, runId: 'two', startedAt: '2026-07-05T10:00:00Z' },
      simulated: true,
    };
    const geo = JSON.parse(differenceGeoJson(difference, context)) as { features: unknown[]; counts: object };
    expect(geo.features).toHaveLength(4);
    expect(geo.counts).toEqual(difference.counts);
    expect(differenceCsv(difference).split('\n')).toHaveLength(6);
    expect(differenceText(difference, context)).toContain('changed its band, was sighting 2, possible, 60 %');
    const page = renderDifference(
      {
        title: '<script>alert(1)</script>',
        facts: [['Flight', '<b>meadow</b>']],
        notices: [],
        counts: [['appeared', 1]],
        untold: [],
        photos: [],
        sites: [
          {
            change: 'appeared',
            lat: 55,
            lon: 12,
            uncertaintyM: 1,
            after: 'sighting 4, certain, 91 %',
            says: ['</script><img src=x>'],
            views: [{ photoName: 'a&b.JPG', after: 0.9 }],
            pictures: [],
          },
        ],
      },
      { leafletJs: '', leafletCss: '' },
    );
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img src=x>');
    expect(page).toContain('a&amp;b.JPG');
    expect(page).toContain('not scored');
  });
});

describe('the reason', () => {
  it("is the model's confidence, with the photos in which it moved most", () => {
    const { reasons } = site(map([]), map([at(1)]), { views: [view(0.12, 0.96), view(0.3, 0.31)] });
    expect(reasons).toEqual([
      {
        code: 'confidence',
        says: 'The model is surer of it in 1 of 2 photos: DJI_1.JPG from 12 % to 96 %.',
      },
    ]);
    const lost = site(map([at(1)]), map([]), { views: [view(0.96, 0.12)] });
    expect(lost.reasons[0]?.says).toBe(
      'The model is less sure of it in 1 of 1 photo: DJI_1.JPG from 96 % to 12 %.',
    );
  });

  it('is an answer: hogweed that no model saw, and a sighting that a person rejected', () => {
    const seen = site(map([]), map([at(1, { confidence: 0.1, band: 'possible', review: 'confirmed' })]), {
      answers: [answer('hogweed')],
    });
    expect(seen.reasons).toEqual([
      { code: 'answer', says: 'A person saw it on 2026-07-04 (DJI_9.JPG, tile 7); the model does not.' },
    ]);
    const rejected = site(map([at(1)]), map([at(1, { review: 'rejected' })]), {
      answers: [answer('not-hogweed')],
    });
    expect(rejected).toMatchObject({
      difference: 'vanished',
      reasons: [
        {
          code: 'answer',
          says: 'A person said on 2026-07-04 (DJI_9.JPG, tile 7) that it is no hogweed.',
        },
      ],
    });
  });

  it('is no answer that says otherwise, nor one that both maps know', () => {
    const known = at(1, { review: 'confirmed', band: 'possible', confidence: 0.6 });
    const now = at(1, { review: 'confirmed', band: 'certain', confidence: 0.95 });
    const { reasons } = site(map([known]), map([now]), { answers: [answer('hogweed')] });
    expect(reasons.map(({ code }) => code)).toEqual(['confidence']);
    const other = site(map([]), map([at(1, { review: 'confirmed' })]), { answers: [answer('not-hogweed')] });
    expect(other.reasons.map(({ code }) => code)).toEqual(['unknown']);
  });

  it('is coverage: nobody had looked', () => {
    const { reasons } = site(map([]), map([at(1)]), { photosBefore: 0, views: [] });
    expect(reasons[0]).toEqual({
      code: 'coverage',
      says: 'No photo that shows the place was scored in the run before.',
    });
  });

  it('is the line that the model draws, and how photos were cut', () => {
    const { reasons } = site(map([]), map([at(1)], { threshold: 0.3, tiling: 'grid:2x2' }), {
      views: [view(0.41, 0.42)],
    });
    expect(reasons.map(({ code }) => code)).toEqual(['tiling', 'threshold']);
    expect(reasons[1]?.says).toContain(
      '30.0 % sure of; before it was 50.0 %. In 1 photo that alone decides.',
    );
  });

  it('is that its photos now belong to another sighting', () => {
    const one = at(1);
    const merged = { ...at(5), members: [...at(5).members, ...one.members] };
    const { sites } = compareRuns(map([one, at(5)]), map([merged]), () => nothing);
    expect(sites.find(({ difference }) => difference === 'vanished')?.reasons).toEqual([
      { code: 'grouping', says: 'Photos that showed it are now taken for views of sighting 5.' },
    ]);
  });

  it('is counted over all sites', () => {
    const difference = compareRuns(map([]), map([at(1), at(2)]), () => ({ ...nothing, views: [view(0, 1)] }));
    expect(reasonCounts(difference)).toEqual({ confidence: 2 });
  });
});
