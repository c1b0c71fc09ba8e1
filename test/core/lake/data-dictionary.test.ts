import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dataDictionary } from '#core/lake/data-dictionary.ts';

it('docs/data-dictionary.md says what the schema says; otherwise: node bin/write-data-dictionary.ts', () => {
  const written = readFileSync(new URL('../../../docs/data-dictionary.md', import.meta.url), 'utf8');
  expect(written).toBe(dataDictionary());
});
