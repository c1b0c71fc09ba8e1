import type { ShippedPackage } from './shipped-packages.ts';

/** Licences whose packages may be shipped with a program under Apache-2.0. Source: https://www.apache.org/legal/resolved.html, category A. */
const free: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages under other licences, and why they can be shipped nevertheless. */
export const reasoned: readonly {
  readonly name: RegExp;
  readonly licence: string;
  readonly reason: string;
}[] = [
  {
    name: /^@img\/sharp-/,
    licence: 'LGPL-3.0-or-later',
    reason:
      'libvips is a library of its own file beside sharp, linked when it runs: whoever wants to can put another in its place.',
  },
  {
    name: /^exifreader$/,
    licence: 'MPL-2.0',
    reason:
      'Its files are shipped unchanged with their licence and source; the licence ends at them (category B).',
  },
];

/** What is wrong with the licence of a package, as a sentence; undefined when nothing is. */
export function licenceProblem({ name, version, licence }: ShippedPackage): string | undefined {
  if (licence === undefined) return `${name} ${version} names no licence.`;
  const refused = refusedIn(licence, name);
  return refused === undefined
    ? undefined
    : `${name} ${version} is under ${refused}, which Apache-2.0 cannot be shipped with.`;
}

/** The licence of an SPDX expression that is not allowed; of alternatives one that is allowed suffices. */
function refusedIn(expression: string, name: string): string | undefined {
  const bare = expression.trim().replace(/^\((.*)\)$/, '$1');
  const either = bare.split(/\s+OR\s+/);
  if (either.length > 1) {
    const refused = either.map((part) => refusedIn(part, name));
    return refused.includes(undefined) ? undefined : refused[0];
  }
  const refused = bare
    .split(/\s+AND\s+/)
    .find((licence) => !isAllowed(licence.replaceAll(/[()]/g, ''), name));
  return refused;
}

function isAllowed(licence: string, name: string): boolean {
  return free.has(licence) || reasoned.some((entry) => entry.licence === licence && entry.name.test(name));
}
