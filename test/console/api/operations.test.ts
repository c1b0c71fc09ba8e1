import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { generatedFile, readOperations, readSchema } from '../../../console/generate/files.ts';
import { operationsSource } from '../../../console/generate/operations.ts';

const formatter = path.join(import.meta.dirname, '../../../node_modules/.bin/oxfmt');

describe('the operations of the console', () => {
  it('fit the schema, and the generated file is that of today', () => {
    const source = operationsSource(readSchema(), readOperations());
    const formatted = execFileSync(process.execPath, [formatter, '--stdin-filepath', generatedFile], {
      input: source,
      encoding: 'utf8',
    });
    expect(readFileSync(generatedFile, 'utf8')).toBe(formatted);
  });

  it('gives types to results, variables, lists and what may be absent', () => {
    const schema = buildSchema(`
      type Query { a(first: Int!, kind: Kind): [Thing!]! }
      type Thing { id: ID!, size: Float, tags: [String!] }
      enum Kind { ONE TWO }
    `);
    const source = operationsSource(schema, [
      'query A($first: Int!, $kind: Kind) { a(first: $first, kind: $kind) { id size tags } }',
    ]);
    expect(source).toContain(`export type Kind = 'ONE' | 'TWO';`);
    expect(source).toContain(
      '{ readonly a: readonly ({ readonly id: string; readonly size: number | null; readonly tags: readonly (string)[] | null; })[]; }',
    );
    expect(source).toContain('{ readonly first: number; readonly kind?: Kind | null; }');
  });

  it('writes fragments out where they are spread, within each other too', () => {
    const schema = buildSchema('type Query { a: Thing } type Thing { id: ID size: Int part: Thing }');
    const source = operationsSource(schema, [
      'query A { a { id ...Whole } }',
      'fragment Whole on Thing { part { ...Size } }',
      'fragment Size on Thing { size }',
    ]);
    expect(source).toContain('query A { a { id ... on Thing { part { ... on Thing { size } } } } }');
    expect(source).toContain('export type Whole =');
  });

  it('refuses an operation that the schema does not know', () => {
    const schema = buildSchema('type Query { a: Int }');
    expect(() => operationsSource(schema, ['query A { b }'])).toThrow('Cannot query field "b"');
  });
});
