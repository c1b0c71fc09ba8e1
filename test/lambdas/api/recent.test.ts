import { describe, expect, it } from 'vitest';
import { recent } from '#lambdas/api/recent.ts';

describe('what was used last', () => {
  it('stays, and what nobody used for longest goes', () => {
    const kept = recent<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    kept.get('a');
    kept.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([1, undefined, 3]);
  });

  it('stays as long as all of it weighs no more than it may', () => {
    const kept = recent<string>(10, ({ length }) => length);
    for (const text of ['aaaa', 'bbbb', 'cc']) kept.set(text[0]!, text);
    expect(kept.get('a')).toBe('aaaa');
    kept.set('d', 'dddd');
    expect(['a', 'b', 'c', 'd'].map((key) => kept.get(key)?.length)).toEqual([4, undefined, 2, 4]);
  });

  it('weighs a value that takes the place of another once', () => {
    const kept = recent<string>(4, ({ length }) => length);
    for (const text of ['aaa', 'aa', 'a']) kept.set('a', text);
    kept.set('b', 'bbb');
    expect([kept.get('a'), kept.get('b')]).toEqual(['a', 'bbb']);
  });

  it('keeps the newest, though it is heavier than all may be', () => {
    const kept = recent<string>(4, ({ length }) => length);
    kept.set('a', 'a');
    kept.set('b', 'bbbbbbbbb');
    expect([kept.get('a'), kept.get('b')]).toEqual([undefined, 'bbbbbbbbb']);
  });

  it('keeps no failure', async () => {
    const kept = recent<Promise<string>>(4);
    await expect(kept.getOrMake('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await expect(kept.getOrMake('a', () => Promise.resolve('there'))).resolves.toBe('there');
  });
});
