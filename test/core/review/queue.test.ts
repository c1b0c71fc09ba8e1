import { describe, expect, it } from 'vitest';
import { whyAsked } from '#core/review/queue.ts';

describe('why a tile is asked about', () => {
  it('says what the model thinks only where it is in doubt: a random check must not be swayed by it', () => {
    expect(whyAsked({ reason: 'uncertain', confidence: 0.3 })).toContain('30 %');
    for (const reason of ['audit', 'second-opinion'] as const)
      for (const confidence of [0, 0.3, 0.97])
        expect(whyAsked({ reason, confidence })).not.toMatch(/\d|lean|sure/);
  });
});
