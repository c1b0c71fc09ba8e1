import { beforeAll, describe, expect, it } from 'vitest';
import { emptyHistogram } from '#core/report/histogram.ts';
import type { ReportData } from '#core/report/report-data.ts';
import type { ReportAssets } from '#core/report/map-page.ts';
import { renderReport } from '#core/report/report.ts';
import { leafletAssets, sampleReport } from './sample-report.ts';

let data: ReportData;
let assets: ReportAssets;
let page: string;
/** Without Leaflet's own text: what is Umbel's. */
let own: string;

beforeAll(async () => {
  [data, assets] = await Promise.all([sampleReport(), leafletAssets()]);
  page = renderReport(data, assets);
  own = renderReport(data, { leafletJs: '', leafletCss: '' });
});

/** A failed `toContain` would print the whole page. */
function has(text: string, part: string): boolean {
  return text.includes(part);
}

describe('report page', () => {
  it('is the same for the same data', () => {
    expect(renderReport(data, assets)).toBe(page);
  });

  it('names no address outside itself and forbids the network', () => {
    expect(has(own, 'content="default-src &#39;none&#39;; img-src data:;')).toBe(true);
    expect(/url\(|https?:/.test(own)).toBe(false);
    expect(has(page, 'url(images/')).toBe(false);
    expect(has(page, 'sourceMappingURL')).toBe(false);
  });

  it('says when its photos were taken, and the span where it is more than a day', () => {
    const flight = { ...data.flight, capturedAt: '2016-06-23T10:05:00' };
    const usual = renderReport({ ...data, flight }, assets);
    expect(has(usual, '23 June 2016, 10:05')).toBe(true);
    expect(has(usual, 'photos from')).toBe(false);
    const span = { first: '2009-09-02T08:00:00', last: '2016-06-23T10:20:00' };
    const mixed = renderReport({ ...data, flight: { ...flight, span } }, assets);
    expect(
      has(mixed, '23 June 2016, 10:05; photos from 2 September 2009, 08:00 to 23 June 2016, 10:20'),
    ).toBe(true);
  });

  it('says of possible sightings only what holds: photos that saw nothing pull them below the threshold of tiles', () => {
    const lowest = { ...data.sightings.find(({ band }) => band === 'possible')!, confidence: 0.108 };
    const low = renderReport({ ...data, sightings: [lowest], run: { ...data.run, threshold: 0.35 } }, assets);
    expect(has(low, '10 %')).toBe(true);
    expect(low.match(/below 80 %/g)).toHaveLength(2);
    expect(has(low, '35 % to 80 %')).toBe(false);
  });

  it('keeps names that are attacks inert', () => {
    expect(has(page, '<script>document.title')).toBe(false);
    expect(has(page, 'src=x onerror=alert(1)>')).toBe(false);
    expect(has(page, '&lt;script&gt;document.title=&quot;owned&quot;&lt;/script&gt;.JPG')).toBe(true);
    // One script element of data, one of Leaflet, one of ours.
    expect(page.match(/<script/g)).toHaveLength(3);
    expect(page.match(/<\/script/g)).toHaveLength(3);
  });

  it('says what was simulated, not scored and not placed, in words', () => {
    expect(has(page, 'Simulated flight.')).toBe(true);
    expect(has(page, 'Why some photos were not scored')).toBe(true);
    expect(has(page, 'Why some photos could not be placed')).toBe(true);
    expect(/<strong>4 photos:<\/strong> The photo holds no GPS position\./.test(page)).toBe(true);
    expect(has(page, 'The camera looked straight down and its roll was set to 0.')).toBe(true);
  });

  it('says what the overlap did to the places of the photos, and names few photos with a flag', () => {
    expect(has(own, 'By their tags they put it 2.1 m apart; after small corrections')).toBe(true);
    expect(has(own, '0.18 m.')).toBe(true);
    expect(has(own, '3 photos were turned by 180 degrees after the flight')).toBe(true);
    expect(has(own, 'Of 1 photo nobody knows whether it was turned')).toBe(true);
    expect(has(own, 'DJI_0007.JPG, DJI_0008.JPG, DJI_0031.JPG')).toBe(true);
    const overlap = { ...data.overlap!, aligned: 0, moved: 0, turned: 0, doubtful: 0 };
    const unsure = renderReport({ ...data, overlap }, { leafletJs: '', leafletCss: '' });
    expect(has(unsure, 'no two show the same ground clearly enough')).toBe(true);
    const alone = renderReport(
      { ...data, overlap: { ...overlap, compared: 0 } },
      { leafletJs: '', leafletCss: '' },
    );
    expect(has(alone, 'all lie where their tags say')).toBe(true);
    const { overlap: _none, ...rest } = data;
    expect(has(renderReport(rest, { leafletJs: '', leafletCss: '' }), 'Positions of the photos')).toBe(false);
  });

  it('has one heading for each section, in order, and words for each picture', () => {
    const headings = [...own.matchAll(/<h([123])[^>]*>([^<]*)/g)].map(
      ([, level, text]) => `${level} ${text!.trim()}`,
    );
    expect(headings.filter((heading) => !heading.startsWith('3'))).toEqual([
      '1 Brook meadow, lower reach',
      '2 Key figures',
      '2 Map',
      '2 Sightings',
      '2 Confidence of all tiles',
      '2 Surest tiles',
      '2 Least certain tiles',
      '2 Positions of the photos',
      '2 Photos with a problem',
      '2 Time taken',
      '2 Files of this flight',
    ]);
    const images = own.match(/<img\s[^>]*>/g)!;
    expect(images).toHaveLength(32);
    for (const image of images) expect(image).toMatch(/alt="Tile \d+ of [^"]+, confidence \d+ %"/);
    for (const head of own.match(/<th\s[^>]*>/g)!) expect(head).toContain('scope=');
  });

  it('says that nothing was searched when no model was in production', () => {
    const prepared = renderReport(
      {
        ...data,
        flight: { flightId: 'first-flight' },
        run: { ...data.run, modelId: null, engine: null },
        sightings: [],
        photos: [],
        histogram: emptyHistogram(),
        bestTiles: [],
        uncertainTiles: [],
        problems: [],
        flags: [],
        stages: [],
        files: [],
      },
      { leafletJs: '', leafletCss: '' },
    );
    expect(has(prepared, 'No model was in production.')).toBe(true);
    expect(has(prepared, 'No photo of this flight could be placed on the map.')).toBe(true);
    expect(has(prepared, 'every photo was read, scored and placed')).toBe(true);
    expect(has(prepared, 'Simulated flight.')).toBe(false);
    expect(has(prepared, 'undefined')).toBe(false);
    expect(has(prepared, 'NaN')).toBe(false);
  });
});
