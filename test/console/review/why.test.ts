import { describe, expect, it } from 'vitest';
import { isJudgedBlind, whyText } from '../../../console/src/review/why.ts';
import { danish } from '../../../console/src/texts/da/da.ts';
import { english } from '../../../console/src/texts/en/en.ts';
import { formatsFor } from '../../../console/src/texts/formats.ts';
import { itemOf } from '../desk/sample-items.ts';

const drawn = { ...itemOf(1), reason: 'AUDIT' as const };
const second = { ...itemOf(2, true), reason: 'SECOND_OPINION' as const };

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
