import { expect, it } from 'vitest';
import { exportFormats } from '#core/export/formats.ts';
import { danish } from '../../../console/src/texts/da/da.ts';
import { english } from '../../../console/src/texts/en/en.ts';

it('the notice goes to whom its page is written for: the authority of Article 16, not the owner of the ground', () => {
  expect(Object.keys(exportFormats)).toContain('notice');
  expect(english.flightTexts.fileKinds['notice']).toMatch(/authority/);
  expect(danish.flightTexts.fileKinds['notice']).toMatch(/myndighed/);
  for (const texts of [english, danish])
    expect(JSON.stringify(texts.flightTexts)).not.toMatch(/owner of the ground|grundejer/);
});
