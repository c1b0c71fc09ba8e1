import { describe, expect, it } from 'vitest';
import { flightTitleFrom, maxTitleLength } from '#core/flight/flight-name.ts';

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
