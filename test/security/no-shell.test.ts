import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Ways to run a text as a program or as a page: with none of them a name stays a name. */
const ways: Readonly<Record<string, RegExp>> = {
  'a shell':
    /\bshell:\s*(?:true|['"])|\bexecSync\s*\(|\bimport\s*\{[^}]*\bexec\b[^}]*\}\s*from 'node:child_process'/,
  'a text that is run': /(?<!\.)\beval\s*\(|\bnew Function\s*\(|\bsetTimeout\s*\(\s*['"`]/,
  'a text that becomes a page':
    /\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|\bdangerouslySetInnerHTML\b|\bdocument\.write\b/,
  'a connection whose partner is not checked': /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/,
};

function filesWith(way: RegExp): string[] {
  return sourceFiles(root).filter((file) => way.test(readFileSync(path.join(root, file), 'utf8')));
}

describe('the program', () => {
  it.each(Object.entries(ways))('uses nowhere %s', (_what, way) => {
    expect(filesWith(way)).toEqual([]);
  });

  it('is looked through where programs are started and pages are made', () => {
    expect(filesWith(/\b(?:spawn|execFileSync)\s*\(/)).toEqual(
      expect.arrayContaining(['cli/setup/run-program.ts']),
    );
    expect(filesWith(/textContent/)).toEqual(expect.arrayContaining(['core/report/map-script.ts']));
  });
});
