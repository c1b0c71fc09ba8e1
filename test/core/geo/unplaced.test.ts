import { describe, expect, it } from 'vitest';
import { flagSentences } from '#core/geo/flags.ts';
import { unplacedReason } from '#core/geo/unplaced.ts';

describe('why a photo has no place', () => {
  it('is the plainest of its flags, and no flag that only makes a place coarser', () => {
    expect(unplacedReason(['height.missing', 'exif.missing', 'gps.missing'])).toEqual({
      code: 'gps.missing',
      message: flagSentences['gps.missing'],
    });
    expect(unplacedReason(['gps.rtk-lost', 'attitude.oblique', 'height.too-low']).code).toBe(
      'height.too-low',
    );
    expect(unplacedReason(['attitude.gimbal-lock', 'focal.unknown']).code).toBe('focal.unknown');
  });
  it('is said in words also where no flag of this version says it', () => {
    expect(unplacedReason(['gps.of-tomorrow'])).toEqual({
      code: 'photo.unplaced',
      message: 'The photo does not say where it was taken.',
    });
  });
});
