import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '#cli/run/run-flight.ts';
import { readCsv } from '../e2e/csv.ts';
import { smallFlight } from '../e2e/flights.ts';
import { type Ended, umbel } from '../e2e/umbel.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';
import { jpegBomb } from './jpeg-bomb.ts';
import { withXmp } from './xmp.ts';

const [dir, home, outside] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
const script = '<script>alert(1)</script>';

/** Good photos whose names are meant for something that reads them. */
const scored = [
  '<img src=x onerror=alert(1)>.jpg',
  '"><svg onload=alert(1)>.jpg',
  "'-alert(1)-'.jpg",
  `=cmd|'cmd C calc'!A0.jpg`,
  '+1+1.jpg',
  '-2+3.jpg',
  '@SUM(1).jpg',
  '＝1.jpg',
  '$(touch pwned).jpg',
  '`touch pwned`.jpg',
  '; touch pwned #.jpg',
  "'; DROP TABLE photos; --.jpg",
  '--help.jpg',
  '__proto__.jpg',
  'constructor.jpg',
  '%2e%2e%2fsecret.jpg',
  '{{7*7}}${7*7}.jpg',
  '\u202Egpj.exe.jpg',
  `${'n'.repeat(240)}.jpg`,
];

/** Names that no flight can hold, and how they are shown. */
const misnamed = new Map([
  ['DCIM\\..\\..\\secret.jpg', 'DCIM%5C..%5C..%5Csecret.jpg'],
  ['a\u001B]0;owned\u0007\u001B[2J.jpg', 'a%1B]0;owned%07%1B[2J.jpg'],
  ['new\nline.jpg', 'new%0Aline.jpg'],
]);

/** Files that are no photos, or are meant to cost far more than one. */
const refused: Readonly<Record<string, { code: string; make: () => Uint8Array | Promise<Uint8Array> }>> = {
  'passes.jpg': {
    code: 'photo.too-many-scans',
    make: () => jpegBomb({ widthPx: 2000, heightPx: 2000, scans: 900 }),
  },
  'page.jpg': { code: 'photo.not-jpeg', make: () => Buffer.from(`<!doctype html>${script}`) },
  'drawing.jpg': {
    code: 'photo.not-jpeg',
    make: () =>
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/>${script}</svg>`,
      ),
  },
};

let ended: Ended;
let result: RunResult;
let rows: Map<string, Record<string, string>>;

beforeAll(async () => {
  await smallFlight(dir, { photos: 3 });
  const good = readFileSync(path.join(dir, 'DJI_0001.JPG'));
  const small = await sharp(good).resize(640, 480, { fit: 'fill' }).keepMetadata().jpeg().toBuffer();
  for (const [i, name] of [...scored, ...misnamed.keys()].entries())
    writeFileSync(path.join(dir, name), Buffer.concat([small, Buffer.from([i])]));
  for (const [name, { make }] of Object.entries(refused)) writeFileSync(path.join(dir, name), await make());
  writeFileSync(path.join(outside, 'secret.txt'), 'SECRET');
  symlinkSync(path.join(outside, 'secret.txt'), path.join(dir, 'link.jpg'));
  symlinkSync('/dev/zero', path.join(dir, 'zero.jpg'));
  const description = `<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Model="&lt;script&gt;alert(1)&lt;/script&gt;" tiff:Make="=1+1"/>`;
  writeFileSync(
    path.join(dir, 'camera.jpg'),
    withXmp(
      await sharp(good).resize(640, 480, { fit: 'fill' }).jpeg().toBuffer(),
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${description}</rdf:RDF></x:xmpmeta>`,
    ),
  );
  writeFileSync(
    path.join(dir, 'flight.json'),
    JSON.stringify({
      schema: 'umbel.flight/1',
      flightId: 'hostile',
      title: `</title>${script}`,
      operator: `=HYPERLINK("http://evil.example","x")`,
      notes: `]]>${script}<!--`,
    }),
  );
  ended = await umbel(['run', dir, '--json'], home);
  result = JSON.parse(ended.stdout) as RunResult;
  rows = new Map(readCsv(result.out['photos']!).map((row) => [row['photo'] ?? '', row]));
}, 600_000);

/** A cell without the apostrophe that keeps a spreadsheet from running it. */
const rowOf = (name: string) => rows.get(name) ?? rows.get(`'${name}`);

describe('a folder whose files are meant to do harm', () => {
  it('goes through: every file is accounted for, each with its reason', () => {
    expect(ended.code, ended.stderr).toBe(0);
    expect(result.status).toBe('succeeded');
    for (const name of [...scored, 'camera.jpg', 'DJI_0001.JPG'])
      expect(rowOf(name), name).toMatchObject({ outcome: 'scored' });
    for (const name of misnamed.values())
      expect(rowOf(name), name).toMatchObject({
        outcome: 'quarantined',
        reasonCode: 'photo.no-access',
        reason: /name/,
      });
    for (const [name, { code }] of Object.entries({ ...refused, 'link.jpg': { code: 'photo.not-jpeg' } }))
      expect(rowOf(name), name).toMatchObject({ outcome: 'quarantined', reasonCode: code });
    expect(rowOf('zero.jpg')).toMatchObject({ outcome: 'side-file' });
    const { read, scored: done, quarantined, skipped, failed, prepared } = result.photos;
    expect(done + quarantined + skipped + failed + prepared).toBe(read);
    expect(read + result.sideFiles).toBe(rows.size);
  });

  it('runs nothing: no shell, no terminal', () => {
    for (const folder of [process.cwd(), dir, home, result.out.dir])
      expect(existsSync(path.join(folder, 'pwned')), folder).toBe(false);
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(ended.stdout + ended.stderr).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
  });

  it('puts no formula into a table', () => {
    const files = readdirSync(result.out.dir).filter((name) => name.endsWith('.csv'));
    expect(files).toEqual(
      expect.arrayContaining(['photos.csv', 'tiles.csv', 'sightings.csv', 'sightings.dwc.csv']),
    );
    const formulas = files.flatMap((file) =>
      readCsv(path.join(result.out.dir, file)).flatMap((row) =>
        Object.entries(row).filter(
          ([, cell]) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && Number.isNaN(Number(cell)),
        ),
      ),
    );
    expect(formulas).toEqual([]);
  });

  it('puts no markup into a page', () => {
    const pages = readdirSync(result.out.dir).filter((name) => name.endsWith('.html'));
    expect(pages).toEqual(expect.arrayContaining(['report.html']));
    for (const page of pages) {
      const text = readFileSync(path.join(result.out.dir, page), 'utf8');
      const found = [script, '<img src=x', '<svg onload', `</title>${script}`, 'SECRET'].filter((markup) =>
        text.includes(markup),
      );
      expect(found, page).toEqual([]);
    }
    expect(readFileSync(result.out['report']!, 'utf8').includes('&lt;/title&gt;')).toBe(true);
  });

  it('leaves maps whole, and nothing that a balloon would run', () => {
    for (const format of ['kml', 'gpx'] as const) {
      const xml = readFileSync(result.out[format]!, 'utf8');
      expect(XMLValidator.validate(xml), format).toBe(true);
      expect(xml, format).not.toMatch(/<(?:script|img|svg)/i);
      // Google Earth shows a description as a page: what was escaped once would be markup there.
      expect(xml, format).not.toMatch(/<description>[^<]*&lt;(?:img|svg|script)/i);
    }
    const geojson: unknown = JSON.parse(readFileSync(result.out['geojson']!, 'utf8'));
    expect(geojson).toHaveProperty('features');
    expect({}).not.toHaveProperty('outcome');
  });
});
