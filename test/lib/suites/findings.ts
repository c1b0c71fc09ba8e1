import { describe, expect, it } from 'vitest';
import { findingsIn } from '#lib/security/findings.ts';
import { reasons } from '#lib/security/reasons.ts';
import type { Synthesized } from '../synthesized.ts';

/** The AWS Solutions rules (cdk-nag), over every environment together: a reason may be for one of them only. */
export function describeFindings(apps: readonly Synthesized[]): void {
  describe('AWS Solutions rules', () => {
    const found = apps.map(({ label, app }) => ({ label, findings: findingsIn(app) }));

    it.each(found)('find nothing unexplained in $label', ({ findings }) => {
      expect(findings.length).toBeGreaterThan(20);
      const unexplained = findings.filter(({ reason }) => reason === undefined);
      expect(unexplained.map(({ rule, text, at }) => `${rule} ${text ?? ''} at ${at}`)).toEqual([]);
    });

    it('are accepted for no reason that meets nothing', () => {
      const used = new Set(found.flatMap(({ findings }) => findings.map(({ reason }) => reason)));
      expect(reasons.filter((reason) => !used.has(reason))).toEqual([]);
    });
  });
}
