import { describe, expect, it } from 'vitest';
import { writeNotice } from '#core/export/notice.ts';
import { fieldsForPeople } from '#core/export/notice-gaps.ts';
import { has, readWithPython } from './foreign-readers.ts';
import { sampleContext, sampleSighting, sampleSightings } from './sample-sightings.ts';

/** The page as Python's parser sees it. */
interface Page {
  readonly text: string;
  /** Rows of each table: the texts of their cells. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** Addresses of anything that would be loaded. */
  readonly loads: readonly string[];
  readonly unclosed: readonly string[];
}

const python = `
import json, sys
from html.parser import HTMLParser
class Page(HTMLParser):
    def __init__(self):
        super().__init__(); self.tables = []; self.text = []; self.loads = []; self.open = []
    def handle_starttag(self, tag, attributes):
        if tag not in ('meta', 'br', 'link', 'img'): self.open.append(tag)
        self.loads += [value for name, value in attributes if name in ('src', 'href')]
        if tag == 'table': self.tables.append([])
        if tag == 'tr': self.tables[-1].append([])
        if tag in ('th', 'td'): self.tables[-1][-1].append('')
    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag: self.open.pop()
        self.open and self.open.pop()
    def handle_data(self, data):
        if 'style' in self.open: return
        self.text.append(data)
        if ('td' in self.open or 'th' in self.open): self.tables[-1][-1][-1] += data
page = Page(); page.feed(sys.stdin.read())
tables = [[[' '.join(cell.split()) for cell in row] for row in table] for table in page.tables]
print(json.dumps({'text': ' '.join(' '.join(page.text).split()), 'tables': tables, 'loads': page.loads, 'unclosed': page.open}))`;

function read(...given: Parameters<typeof writeNotice>): Page {
  return readWithPython(python, writeNotice(...given)) as Page;
}

function fields({ tables }: Page): Record<string, string> {
  return Object.fromEntries(tables[0]!.map(([label, value]) => [label!, value!]));
}

describe.skipIf(!has('python3'))('the early-warning notice', () => {
  it('is one page that loads nothing and closes what it opens', () => {
    const page = read(sampleSightings(), sampleContext);
    expect(page.loads).toEqual([]);
    expect(page.unclosed).toEqual([]);
    expect(page.text).toContain('Article 16 of Regulation (EU) No 1143/2014');
    expect(page.text).not.toMatch(/undefined|NaN|false/);
  });

  it('fills in what the flight tells', () => {
    const context = { ...sampleContext, operator: 'Brook survey team' };
    expect(fields(read(sampleSightings(), context))).toMatchObject({
      Species: expect.stringContaining('Heracleum mantegazzianum'),
      'Date of detection': '2026-07-01',
      Location: expect.stringContaining('Between latitude 55.123 and 55.1234568'),
      'Accuracy of the places': expect.stringContaining('within 2 m'),
      'Extent and abundance':
        '3 places: by the computer 1 certain, 1 probable, 1 possible; 3 not checked by a person; 1 stand covering 284 m2',
      'Method of detection': expect.stringContaining('model meadow-cnn-3c1f0a9b2d4e'),
      'Flown by': 'Brook survey team',
    });
    const places = read(sampleSightings(), context).tables[2]!;
    expect(places).toHaveLength(4);
    expect(places[3]).toEqual([
      'GH003',
      '55.1234568',
      '-12.7654322',
      '2 m',
      'stand of 284 m2, 9 plants told apart',
      '2026-07-01',
      'not checked by a person',
      'possible, 60 %',
      'DJI_3.JPG',
    ]);
  });

  it('names what a person must fill, and leaves it blank', () => {
    const gaps = read(sampleSightings(), sampleContext).tables[1]!;
    expect(gaps).toHaveLength(fieldsForPeople.length);
    gaps.forEach(([label, value], i) => {
      expect(label).toContain(fieldsForPeople[i]!.label);
      expect(value).toBe('');
    });
    const asked = gaps.map(([label]) => label).join(' ');
    for (const word of ['authority', 'Contact', 'Pathway', 'Measures', 'confirmed by', 'signature'])
      expect(asked).toContain(word);
  });

  it('says that a computer found it, until people have looked', () => {
    const unseen = [sampleSighting(1), sampleSighting(2), sampleSighting(3)];
    expect(read(unseen, sampleContext).text).toContain('Found by a computer, not verified by any person.');
    const [first, second, third] = unseen as [(typeof unseen)[0], (typeof unseen)[0], (typeof unseen)[0]];
    const looked = [
      { ...first, review: 'confirmed' } as const,
      { ...second, review: 'rejected' } as const,
      third,
    ];
    const page = read(looked, sampleContext);
    expect(page.text).toContain('1 of 2 places confirmed by a person from photographs');
    expect(page.text).toContain('1 found by a computer, not verified');
    expect(page.text).toContain('1 place that a person rejected is left out');
    expect(page.tables[2]!.map(([name]) => name)).toEqual(['Place', 'GH001', 'GH003']);
    expect(fields(page)['Extent and abundance']).toBe(
      '2 places: by the computer 2 certain; 1 not checked by a person, 1 confirmed by a person',
    );
    expect(page.text).not.toContain('at least');
  });

  it('warns of a simulated flight, and of nothing to notify', () => {
    const simulated = read(sampleSightings(), { ...sampleContext, simulated: true });
    expect(simulated.text).toContain('Do not send this.');
    expect(read(sampleSightings(), sampleContext).text).not.toContain('Do not send this.');
    const empty = read([], sampleContext);
    expect(empty.text).toContain('there is nothing to notify');
    expect(empty.text).not.toMatch(/undefined|NaN|Infinity/);
    expect(empty.tables).toHaveLength(2);
  });

  it('says how many guesses are left out', () => {
    const some = read([sampleSighting(1)], { ...sampleContext, leftOut: 31 });
    expect(some.text).toContain('31 possible sightings (below 80 %) that no person confirmed are left out.');
    const none = read([], { ...sampleContext, leftOut: 1 });
    expect(none.text).toContain('1 possible sighting (below 80 %) that no person confirmed is left out.');
    expect(none.text).toContain('None that is certain, probable or confirmed: there is nothing to notify');
  });

  it('shows what a flight calls itself as text, never as markup', () => {
    const title = '<img src=x onerror=alert(1)>';
    const page = read(sampleSightings(), { ...sampleContext, title, operator: '<b>"x"' });
    expect(page.loads).toEqual([]);
    expect(page.text).toContain(title);
  });
});
