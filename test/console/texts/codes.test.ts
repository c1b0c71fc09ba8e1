import { describe, expect, it } from 'vitest';
import { reachableFrom, sourceOf } from '#test/architecture/sources.ts';
import { describeCode, describeFailure } from '../../../console/src/parts/coded.ts';
import { danish } from '../../../console/src/texts/da/da.ts';
import { foreignIn } from '../../../console/e2e/plain-words.ts';
import { english } from '../../../console/src/texts/en/en.ts';

const ours = (file: string) => /^(lambdas|containers|core|platform)\//.test(file) && !/\/local\//.test(file);

/** Codes of errors that code reachable from an entry may end with, by file; those of bugs are told to nobody. */
function codesFrom(entry: string): { code: string; file: string }[] {
  const sources = reachableFrom(entry, ours).map((file) => ({ file, text: sourceOf(file) }));
  const found = (pattern: RegExp) =>
    sources.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name));
  const families = new Set(found(/\b(?:code|\w+Code)(?::| =) ?'([\w-]+)\.[\w-]+'/g));
  const bugs = new Set(found(/\bcode: ?'([\w-]+\.[\w-]+)',\s*kind: ?'bug'/g));
  // However a code comes to its error: every text that looks like one, but for names of files.
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(/'([a-z]+)\.([a-z]+(?:-[a-z]+)*)'/g)]
      .filter(([, family = '', what = '']) => families.has(family) && !['json', 'html', 'ts'].includes(what))
      .map(([, family = '', what = '']) => ({ code: `${family}.${what}`, file }))
      .filter(({ code }) => !bugs.has(code)),
  );
}

const api = 'lambdas/api/handler.ts';
const pipeline = [
  'lambdas/start-flight/handler.ts',
  'lambdas/open-flight/handler.ts',
  'lambdas/tile-photos/handler.ts',
  'lambdas/align-photos/handler.ts',
  'lambdas/plan-review/handler.ts',
  'lambdas/cut-review-tiles/handler.ts',
  'lambdas/summarise-flight/handler.ts',
  'lambdas/follow-run/handler.ts',
  'lambdas/ask-endpoint/handler.ts',
  'containers/inference/main.ts',
];
/** What workflows name failures of their own. */
const failures = [
  'States.Timeout',
  'States.TaskFailed',
  'States.ExceedToleratedFailureThreshold',
  'Lambda.Unknown',
];

function valuesIn(text = ''): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

describe('what the server tells', () => {
  const codes = new Set([...[api, ...pipeline].flatMap(codesFrom).map(({ code }) => code), ...failures]);
  // The planner is for the command line.
  const told = [...codes].filter((code) => !code.startsWith('plan.')).sort();

  it('is said in Danish, each code by a sentence of its own', () => {
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter((code) => danish.codes[code] === undefined && !code.endsWith('.not-found'))).toEqual(
      [],
    );
  });

  it('is said in English, each code by a sentence of its own', () => {
    // Of photos the server's own sentences are shown, which say more; a thing that is not there is named by the screen.
    const ofPhotos =
      /^(photo|file|exif|xmp|clock|gps|height|attitude|focal|lens|scale|pose|ground|footprint|terrain)\./;
    const own = told.filter((code) => !ofPhotos.test(code) && !code.endsWith('.not-found'));
    expect(own.length).toBeGreaterThan(60);
    expect(own.filter((code) => english.codes[code] === undefined)).toEqual([]);
  });

  it('holds no word of programmers, in English', () => {
    const spoken = Object.entries(english.codes).filter(([, text]) => foreignIn(text) !== undefined);
    expect(spoken).toEqual([]);
  });

  it('knows the codes that reach their error by way of a variable', () => {
    expect(told).toEqual(
      expect.arrayContaining(['remote.timeout', 'photo.lost', 'cloud.busy', 'upload.no-photos']),
    );
  });

  it('has the same values in both languages, each named by the code that gives it', () => {
    const given = new Set(['code']);
    for (const file of reachableFrom(api, ours))
      for (const [, inner = ''] of sourceOf(file).matchAll(/(?:details|params): \{([^}]*)\}/g))
        for (const [, name = ''] of inner.matchAll(/(\w+)/g)) given.add(name);
    for (const [code, text] of Object.entries(english.codes)) {
      expect(valuesIn(danish.codes[code]), code).toEqual(valuesIn(text));
      expect(
        valuesIn(text).filter((name) => !given.has(name)),
        code,
      ).toEqual([]);
    }
  });

  it('holds its values, and a gap where one did not come', () => {
    const code = 'label.sample-missing';
    expect(describeCode({ code, params: { judged: 3, wanted: 20 } }, english)).toContain('3 of 20');
    expect(describeCode({ code }, english)).toContain('… of …');
    // Of a server that is newer than the page: by its family.
    expect(describeCode({ code: 'model.brand-new' }, danish)).toContain('(model.brand-new)');
    expect(describeFailure({ code: 'model.brand-new' }, english)).toBeUndefined();
    expect(describeCode({ code: 'flight.not-found' }, english)).toBe(english.codes['any.not-found']);
    expect(describeCode({ code: 'never.heard-of' }, danish)).toBeUndefined();
  });
});
