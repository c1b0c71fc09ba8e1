import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Synthesized } from '../synthesized.ts';

const hasCfnLint = spawnSync('cfn-lint', ['--version']).status === 0;

/** The templates before a judge that we did not write; skipped where Python's cfn-lint is not on the PATH. */
export function describeLint(app: Synthesized): void {
  describe.skipIf(!hasCfnLint)(`cfn-lint on ${app.label}`, () => {
    it('finds no error', { timeout: 120_000 }, () => {
      const templates = globSync('*.template.json', { cwd: app.outdir });
      expect(templates).toHaveLength(app.assembly.stacks.length);
      // W: warnings; the library writes DependsOn where a reference already says it.
      const { stdout } = spawnSync('cfn-lint', ['--ignore-checks', 'W', '--', ...templates], {
        cwd: app.outdir,
        encoding: 'utf8',
      });
      expect(stdout).toBe('');
    });
  });
}
