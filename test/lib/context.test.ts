import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import path from 'node:path';
import { expect, it } from 'vitest';
import { readContext } from '#lib/context.ts';
import { repositoryRoot } from '../architecture/sources.ts';

it('follows every recommendation of the library but weak references between stacks', () => {
  const context = readContext(path.join(repositoryRoot, 'cdk.json'));
  // Weak ones let a stack be deployed whose neighbour no longer has what it uses.
  expect(context).toEqual({ ...flags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' });
});
