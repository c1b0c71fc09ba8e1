import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { savedBy } from '#core/photo/metadata-software.ts';
import { numberOf } from '#core/photo/metadata-values.ts';
import { sourceFiles } from './source-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Expression {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** The regular expressions that stand in the program, as far as they stand there in one piece. */
function expressions(): Expression[] {
  const literal =
    /(?:^|[(,=:[!&|?;{}\n]|return|=>)\s*\/((?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g;
  return sourceFiles(root).flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return [...text.matchAll(literal)].flatMap(([, source = '', flags = '']) =>
      isExpression(source, flags) ? [{ where: `${file}: /${source}/${flags}`, source, flags }] : [],
    );
  });
}

function isExpression(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Characters that an expression speaks of, one of each kind that it names, and some that it does not. */
function letters(source: string): string[] {
  const plain = Array.from(source.replaceAll(/\\[a-zA-Z]|\\p\{[^}]*\}|[\\[\](){}*+?|^$.]/g, ''));
  return [...new Set([...plain, 'a', '0', ' ', '-', '_', '.', '/', '\n', '"', '\\', '='])].slice(0, 24);
}

/** Texts that make a search with two ways to divide a text try them all: a run of something, and then what does not fit. */
function nastyTexts(source: string, length: number): string[] {
  const known = letters(source);
  const units = [...known, ...known.slice(0, 8).flatMap((a) => known.slice(0, 8).map((b) => a + b))];
  return units.flatMap((unit) => {
    const run = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    return [`${run}\u0001`, `a${run}!`];
  });
}

const tries = createContext({ source: '', flags: '', texts: [] as string[] });
const script = new Script('for (const text of texts) new RegExp(source, flags).test(text)');

/** Whether an expression needs more than a second for texts that a sane one needs microseconds for. */
function isSlow({ source, flags }: Pick<Expression, 'source' | 'flags'>, texts: readonly string[]): boolean {
  Object.assign(tries, { source, flags, texts });
  try {
    script.runInContext(tries, { timeout: 1000 });
    return false;
  } catch {
    return true;
  }
}

describe('regular expressions of ours', () => {
  const found = expressions();

  it('are found where they stand', () => {
    expect(found.length).toBeGreaterThan(100);
    expect(found.map(({ where }) => where)).toEqual(
      expect.arrayContaining([expect.stringContaining('core/photo/metadata-software.ts')]),
    );
  });

  it('would be found out if they were slow', () => {
    const slow = { source: '^(?:[\\w()/-]+[ -])*v?\\d+$', flags: '' };
    expect(isSlow(slow, nastyTexts(slow.source, 60))).toBe(true);
  });

  it(
    'decide short texts of any kind at once: none tries every way to divide them',
    { timeout: 120_000 },
    () => {
      // A busy computer may stand still for a second; an expression is slow each time.
      const slow = found.filter((each) => [1, 2, 3].every(() => isSlow(each, nastyTexts(each.source, 60))));
      expect(slow.map(({ where }) => where)).toEqual([]);
    },
  );
});

describe('what a photo says of itself', () => {
  it('is judged in a moment, however long and whatever it is', () => {
    const startedMs = performance.now();
    for (const unit of ['-', 'a-', '1.', 'v1-', ' -', '(', '0.0-'])
      for (const end of ['!', '', '\u0001', '.'])
        savedBy({ make: 'DJI', software: unit.repeat(200).slice(0, 199) + end });
    for (const unit of ['1', '1.', '+', '1e', '1/', '0 '])
      for (const end of ['x', '/', '']) numberOf(unit.repeat(30_000) + end);
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });

  it.each([
    ['v02.02.5629', 'camera'],
    ['10.00.07.02', 'camera'],
    ['anafi2-classic-7.0.0', 'camera'],
    ['ILCE-6000 v3.21', 'camera'],
    ['Firmware 01.02-beta', 'camera'],
    ['something else', 'editor'],
    ['1.', 'editor'],
  ])('%s was saved by a %s', (software, who) => {
    expect(savedBy({ make: 'DJI', software })).toBe(who);
  });
});
