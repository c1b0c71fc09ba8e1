import { describe, expect, it } from 'vitest';
import { reachableFrom, sourceOf } from '#test/architecture/sources.ts';
import { describeCode, describeFailure } from '../../../console/src/parts/coded.ts';
import { danish } from '../../../console/src/texts/da/da.ts';
import { english } from '../../../console/src/texts/en/en.ts';

const ours = (file: string) => /^(lambdas|containers|core|platform)\//.test(file) && !/\/local\//.test(file);

/** Codes of errors that code reachable from an entry may end with, by file; those of bugs are told to nobody. */
function codesFrom(entry: string): { code: string; file: string }[] {
  return reachableFrom(entry, ours).flatMap((file) =>
    [...sourceOf(file).matchAll(/\bcode: ?'([\w-]+\.[\w-]+)',(?:\s*kind: ?'([\w-]+)')?/g)]
      .filter(([, , kind]) => kind !== 'bug')
      .map(([, code = '']) => ({ code, file })),
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
  it('is said in both languages where a screen can bring it about', () => {
    const codes = codesFrom(api)
      .filter(({ file }) => /^lambdas\/api\/|\/registry\/|^core\/label\/|object-errors/.test(file))
      .map(({ code }) => code)
      .filter((code) => !code.endsWith('.not-found') && code !== 'model.hash-mismatch');
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes) {
      expect(english.codes[code], code).toBeDefined();
      expect(danish.codes[code], code).toBeDefined();
    }
  });

  it('is never English for a Danish reader', () => {
    const codes = [...[api, ...pipeline].flatMap(codesFrom).map(({ code }) => code), ...failures];
    // The planner is for the command line.
    const told = codes.filter((code) => !code.startsWith('plan.'));
    const untold = told.filter(
      (code) => (describeCode({ code }, danish) ?? describeFailure({ code }, danish)) === undefined,
    );
    expect([...new Set(untold)]).toEqual([]);
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
    expect(describeCode({ code: 'model.nan' }, danish)).toContain('(model.nan)');
    expect(describeFailure({ code: 'model.not-found' }, danish)).toContain('(model.not-found)');
    expect(describeFailure({ code: 'model.not-found' }, english)).toBeUndefined();
    expect(describeCode({ code: 'never.heard-of' }, danish)).toBeUndefined();
  });
});
