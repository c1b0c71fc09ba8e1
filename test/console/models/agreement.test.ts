import { describe, expect, it } from 'vitest';
import { agreementText, fewAnswers, sureAgreement } from '../../../console/src/models/agreement.ts';
import { english } from '../../../console/src/texts/en/en.ts';
import { formatsFor } from '../../../console/src/texts/formats.ts';

const say = (agreement: number, answered: number) =>
  agreementText({ agreement, answered }, english, formatsFor('en'));

describe('how often the model was right on random checks', () => {
  it('is no figure of one answer', () => {
    expect(sureAgreement({ agreement: 1, answered: 1 })).toBeNull();
    expect(sureAgreement({ agreement: 1, answered: fewAnswers - 1 })).toBeNull();
    expect(sureAgreement({ agreement: null, answered: 0 })).toBeNull();
    expect(sureAgreement({ agreement: 1, answered: fewAnswers })).toBe(1);
  });

  it('says how many answers it is of, and between which shares the true one is likely', () => {
    // Wilson 1927: 72.2 % to 100 % for 10 of 10; 83.5 % to 98.6 % for 38 of 40.
    expect(say(1, 10)).toBe('100 % of 10 answers (72 % to 100 % is likely)');
    expect(say(38 / 40, 40)).toBe('95 % of 40 answers (83 % to 98 % is likely)');
  });
});
