import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flightIdFrom, flightTitleFrom, maxTitleLength } from '#core/flight/flight-name.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';

describe('the title of a flight', () => {
  it('is the name of its folder, cut where it is longer than a title may be', () => {
    expect(flightTitleFrom('Brighton Beach (2) é')).toBe('Brighton Beach (2) é');
    expect(flightTitleFrom('x'.repeat(maxTitleLength))).toBe('x'.repeat(maxTitleLength));
    expect(flightTitleFrom('x'.repeat(240))).toBe(`${'x'.repeat(maxTitleLength - 1)}…`);
  });

  it('holds no half of a sign', () => {
    const title = flightTitleFrom(`x${'🌿'.repeat(120)}`);
    expect(title.isWellFormed()).toBe(true);
    expect(title).toMatch(/^x🌿+…$/u);
  });
});

describe('the id of a flight, made from the name of its folder', () => {
  it.each([
    ['Eng nord for møllen 2026', 'eng-nord-for-moellen-2026'],
    ['Ærø Å-bro 2026', 'aeroe-aa-bro-2026'],
    ['Ålekær, Æblehave', 'aalekaer-aeblehave'],
    // As a Mac writes it: letter and ring apart.
    ['A\u030Alborg', 'aalborg'],
    ['Weiße Straße', 'weisse-strasse'],
    ['Łódź Đakovo Þingvellir', 'lodz-dakovo-thingvellir'],
    ['Brighton Beach (2) é', 'brighton-beach-2-e'],
    ['100MEDIA', '100media'],
    ['  --x--  ', 'x'],
    ['草地', 'flight'],
    ['', 'flight'],
    ['x'.repeat(80), 'x'.repeat(48)],
  ])('%s becomes %s', (folder, flightId) => {
    expect(flightIdFrom(folder)).toBe(flightId);
  });

  it('is one that a flight may have, whatever the folder is called and wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.integer({ min: 6, max: 48 }),
        (name, maxLength) => {
          const id = flightIdFrom(name, maxLength);
          expect(id.length).toBeLessThanOrEqual(maxLength);
          expect(flightIdSchema.safeParse(id).success).toBe(true);
        },
      ),
    );
    expect(flightIdFrom('abc def', 4)).toBe('abc');
  });
});
