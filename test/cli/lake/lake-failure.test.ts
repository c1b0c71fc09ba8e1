import { expect, it } from 'vitest';
import { lakeFailure } from '#cli/lake/lake-failure.ts';
import { LambdaFailure } from '#platform/local/lambda/function-pool.ts';

it('a function that met a damaged file is told in its own words, and what to do', () => {
  const failure = new LambdaFailure(
    'lake.file-corrupt',
    JSON.stringify({
      errorType: 'lake.file-corrupt',
      errorMessage: 'a.parquet is no whole file.',
      trace: [],
    }),
  );
  expect(lakeFailure(failure)).toMatchObject({
    code: 'lake.file-corrupt',
    kind: 'conflict',
    message: 'a.parquet is no whole file.',
    hint: expect.stringContaining('umbel lake repair') as string,
  });
});

it('any other error stays what it is', () => {
  const bug = new TypeError('x is undefined');
  expect(lakeFailure(bug)).toBe(bug);
  expect(lakeFailure('text')).toBe('text');
});
