import { describe, expect, it } from 'vitest';
import { diskFullIn, explainSystemError } from '#cli/system-error.ts';
import { exitCodeOf, UmbelError } from '#core/errors.ts';

const refusal = (code: string) => Object.assign(new Error(`${code}: no`), { code, path: '/photos/a.jpg' });

describe('a refusal of the file system', () => {
  it.each([
    ['ENOSPC', 75],
    ['EACCES', 2],
    ['EROFS', 2],
    ['EISDIR', 2],
    ['ENOENT', 4],
  ])('%s is told in plain words, with the file, and ends with %i', (code, exitCode) => {
    const error = explainSystemError(refusal(code));
    expect(exitCodeOf(error)).toBe(exitCode);
    expect((error as UmbelError).message).toContain('/photos/a.jpg');
    expect((error as UmbelError).hint).toBeDefined();
  });

  it('that nobody knows, and any other error, stays what it is', () => {
    for (const error of [refusal('EWEIRD'), new TypeError('x'), 'text'])
      expect(explainSystemError(error)).toBe(error);
    const own = new UmbelError({ code: 'a.b', kind: 'conflict', message: 'm' });
    expect(explainSystemError(own)).toBe(own);
  });

  it('is found in what a failed function says', () => {
    expect(diskFullIn('{"errorMessage":"ENOSPC: no space left on device, write"}')?.kind).toBe('try-again');
    expect(diskFullIn('{"errorMessage":"something else"}')).toBeUndefined();
  });
});
