import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { licenceProblem, reasoned } from '../../bin/release/licences.ts';
import { shippedPackages } from '../../bin/release/shipped-packages.ts';
import { writeSbom } from '../../bin/release/write-sbom.ts';
import { judgeAudit } from '../ci/judge-audit.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const shipped = shippedPackages(root);
const named = (name: string) => shipped.find((each) => each.name === name);

describe('what is shipped', () => {
  it('is what runs, and what the console is built from', () => {
    for (const name of ['sharp', 'onnxruntime-node', 'zod', 'graphql-yoga', 'dynalite'])
      expect(named(name), name).toMatchObject({ part: 'program' });
    for (const name of ['react', 'react-dom', 'scheduler', 'wouter', '@tanstack/query-core', 'idb-keyval'])
      expect(named(name), name).toMatchObject({ part: 'console' });
    for (const name of ['vitest', 'typescript', 'aws-cdk-lib', 'vite', 'playwright-core', 'oxlint'])
      expect(named(name), name).toBeUndefined();
  });

  it('has licences that a program under Apache-2.0 can be shipped with', () => {
    expect(shipped.flatMap((each) => licenceProblem(each) ?? [])).toEqual([]);
    for (const { name, licence } of reasoned) {
      const needed = shipped.some((each) => name.test(each.name) && each.licence?.includes(licence) === true);
      expect(needed, `nothing is left that ${name.source} was reasoned for`).toBe(true);
    }
  });

  it.each([
    ['GPL-3.0-only', /GPL-3\.0-only/],
    ['AGPL-3.0-or-later', /AGPL/],
    ['MIT AND GPL-2.0', /GPL-2\.0/],
    ['(GPL-2.0 OR SSPL-1.0)', /GPL-2\.0/],
    ['LGPL-3.0-or-later', /LGPL/],
    ['SEE LICENSE IN LICENSE.txt', /SEE LICENSE/],
    ['UNLICENSED', /UNLICENSED/],
    [undefined, /names no licence/],
  ])('a package under %s would not be', (licence, words) => {
    expect(licenceProblem({ name: 'x', version: '1.0.0', licence, part: 'program' })).toMatch(words);
  });

  it.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 AND MIT', '(BSD-3-Clause AND Apache-2.0)'])(
    'one under %s is',
    (licence) => {
      expect(licenceProblem({ name: 'x', version: '1.0.0', licence, part: 'program' })).toBeUndefined();
    },
  );
});

describe('the bill of materials', () => {
  it(
    'lists every shipped package that is installed, with version and licence, and no other',
    { timeout: 60_000 },
    () => {
      const dir = mkdtempSync(path.join(tmpdir(), 'umbel-sbom-'));
      try {
        const file = path.join(dir, 'umbel.cdx.json');
        const count = writeSbom(root, file);
        const sbom = JSON.parse(readFileSync(file, 'utf8')) as {
          components: { name: string; version: string; purl: string; licenses?: object[] }[];
          dependencies: { ref: string; dependsOn: string[] }[];
        };
        expect(sbom).toMatchObject({
          bomFormat: 'CycloneDX',
          metadata: { component: { version: expect.any(String) } },
        });
        expect(sbom.components).toHaveLength(count);
        const known = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
        for (const { name, version, purl, licenses } of sbom.components) {
          expect(known.has(`${name}@${version}`), name).toBe(true);
          expect(purl).toContain(`@${version}`);
          expect(licenses, name).not.toHaveLength(0);
        }
        const listed = new Set(sbom.components.map(({ name }) => name));
        for (const name of ['sharp', 'react', 'zod', 'leaflet']) expect(listed.has(name), name).toBe(true);
        expect(listed.has('vitest')).toBe(false);
        const refs = new Set(sbom.dependencies.map(({ ref }) => ref));
        for (const { dependsOn } of sbom.dependencies)
          for (const ref of dependsOn) expect(refs.has(ref), ref).toBe(true);
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    },
  );
});

const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });
const weak = (severity: string) => ({
  severity,
  via: [{ title: 'Reads too far', url: 'https://x' }, 'other'],
});

describe('the audit', () => {
  const names = new Set(['sharp', 'zod']);
  it('finds high ones in what is shipped, and counts the others apart', () => {
    expect(judgeAudit(report({ sharp: weak('high'), vite: weak('critical') }), names)).toEqual({
      outcome: 'found',
      lines: [
        'high: sharp: Reads too far; through other',
        '1 more in tools of development, which are not shipped.',
      ],
    });
    expect(judgeAudit(report({ sharp: weak('moderate'), vite: weak('critical') }), names).outcome).toBe(
      'clean',
    );
    expect(judgeAudit(report({}), names).outcome).toBe('clean');
  });

  it.each([
    '{"message":"405 Method Not Allowed - POST https://registry.example/advisories/bulk","statusCode":405}',
    '',
    'npm error network',
    '{"auditReportVersion":3,"vulnerabilities":{}}',
  ])('of a registry that answers %j is open, not clean', (answer) => {
    const { outcome, lines } = judgeAudit(answer, names);
    expect([outcome, lines[0]]).toEqual(['not-audited', expect.stringContaining('NOT AUDITED')]);
  });
});
