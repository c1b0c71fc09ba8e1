import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degreesOf, numberOf, textOf } from '#core/photo/metadata-values.ts';

describe('numbers of metadata', () => {
  it.each([
    ['+10.30', 10.3],
    ['-0.00', -0],
    [' 7 ', 7],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['11485529/262144', 43.8138160705566],
    [[470, 100], 4.7],
    [[26], 26],
  ])('%j is %d', (value, expected) => expect(numberOf(value)).toBeCloseTo(expected, 12));

  it.each([
    '',
    'NaN',
    'nan',
    'inf',
    '10,3',
    '+-3',
    '1/0',
    '0x10',
    '1 2',
    '1e999',
    '--1',
    null,
    undefined,
    {},
    true,
    [1, 0],
    [0, 0],
    [1, 2, 3],
    Number.NaN,
  ])('%j is none', (value) => expect(numberOf(value)).toBeUndefined());

  it('reads every number that it is given as text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(numberOf(String(number)) === number).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('degrees of EXIF', () => {
  it('takes one to three parts', () => {
    expect(
      degreesOf([
        [55, 1],
        [53, 1],
        [515702, 10000],
      ]),
    ).toBeCloseTo(55.897658388, 8);
    expect(degreesOf([[555, 10]])).toBe(55.5);
  });
  it.each([
    [
      [
        [55, 1],
        [61, 1],
        [0, 1],
      ],
    ],
    [
      [
        [55, 1],
        [1, 1],
        [75, 1],
      ],
    ],
    [[[1, 0]]],
    ['55'],
    [[]],
    [
      [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
      ],
    ],
  ])('%j are none', (value) => expect(degreesOf(value)).toBeUndefined());
});

it('texts lose their padding', () => {
  expect(textOf('DJI\0\0\0')).toBe('DJI');
  expect(textOf(['FC220'])).toBe('FC220');
  expect(textOf('\0\0')).toBeUndefined();
});
