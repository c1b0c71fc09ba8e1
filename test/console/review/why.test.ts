import { describe, expect, it } from 'vitest';
import { isJudgedBlind, whyText } from '../../../console/src/review/why.ts';
import { danish } from '../../../console/src/texts/da/da.ts';
import { english } from '../../../console/src/texts/en/en.ts';
import { formatsFor } from '../../../console/src/texts/formats.ts';
import { itemOf } from '../desk/sample-items.ts';

const drawn = { ...itemOf(1), reason: 'AUDIT' as const };
const second = { ...itemOf(2, true), reason: 'SECOND_OPINION' as const };

const viewWith = (confidence: number) => ({
  apartM: 0,
  sameSighting: true,
  tile: { ...itemOf(9).tile, confidence },
});

describe('why a tile is asked about whose plant is certain in another photo', () => {
  it('is not that the model could not tell: it says how sure it is of the same ground elsewhere', () => {
    const [en, da] = [formatsFor('en'), formatsFor('da')];
    const plain = whyText(itemOf(3), english, en, [viewWith(0.6)]);
    expect(plain).toContain('cannot tell');
    const known = whyText(itemOf(3), english, en, [viewWith(0.6), viewWith(0.99)]);
    expect(known).not.toContain('cannot tell');
    expect(known).toMatch(/50 %.*99 %/);
    expect(whyText(itemOf(3), danish, da, [viewWith(0.99)])).toMatch(/50 %.*99 %/);
    // Of what checks the model its word is hidden, whatever other photos say.
    expect(whyText({ ...itemOf(3), reason: 'AUDIT' }, english, en, [viewWith(0.99)])).not.toMatch(/\d/);
  });
});

describe('what the model says of a tile that checks it', () => {
  it('is hidden until this person has answered', () => {
    for (const item of [drawn, second]) {
      expect(isJudgedBlind({ item, step: undefined })).toBe(true);
      expect(isJudgedBlind({ item, step: { labelKey: 'k', item, answer: 'UNSURE' } })).toBe(false);
    }
    expect(isJudgedBlind({ item: itemOf(3), step: undefined })).toBe(false);
  });

  it('does not stand in the line that says why, in either language', () => {
    const say = [
      [english, formatsFor('en')],
      [danish, formatsFor('da')],
    ] as const;
    for (const [texts, formats] of say) {
      expect(whyText(itemOf(3), texts, formats)).toContain('50 %');
      for (const item of [drawn, second]) expect(whyText(item, texts, formats)).not.toMatch(/\d/);
    }
  });
});
