import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deploymentText, describeDeployment } from '#lib/wiring/describe-deployment.ts';
import { deploymentFile, parseDeployment } from '#platform/local/deployment.ts';
import type { Synthesized } from '../synthesized.ts';

/** What the embedded cloud makes of the templates. */
export function describeWiring(app: Synthesized): void {
  describe(`wiring of ${app.environment}`, () => {
    const deployment = parseDeployment(describeDeployment(app.assembly));

    it.runIf(app.environment === 'dev')(
      'is what platform/local/deployment.generated.json says: npm run synth',
      () => {
        expect(readFileSync(deploymentFile, 'utf8')).toBe(deploymentText(deployment));
      },
    );

    it('resolves everything', () => {
      expect(JSON.stringify(deployment)).not.toMatch(/"Fn::|"Ref"|\$\{Token|AWS::/);
    });

    it('ties stacks to one another strongly', () => {
      const templates = JSON.stringify(app.assembly.stacks.map(({ template }) => template as unknown));
      expect(templates).toContain('Fn::ImportValue');
      expect(templates).not.toContain('Fn::GetStackOutput');
    });

    it('names the same things whatever the environment', () => {
      expect(Object.keys(deployment.buckets)).toEqual([
        'console',
        'lake',
        'models',
        'results',
        'review',
        'uploads',
        'work',
      ]);
      expect(deployment.tables.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'umbel-audit',
          'umbel-flights',
          'umbel-idempotency',
          'umbel-models',
          'umbel-photos',
          'umbel-reviews',
          'umbel-scores',
        ]),
      );
      expect(deployment.workflows.map(({ name, type }) => [name, type])).toEqual([
        ['umbel-flight', 'STANDARD'],
        ['umbel-training', 'STANDARD'],
      ]);
      expect(deployment.rules.map(({ targetFunction }) => targetFunction)).toEqual([
        'umbel-start-flight',
        'umbel-follow-run',
      ]);
      expect(JSON.stringify(deployment)).not.toContain('umbel-dev');
    });

    it('gives each worker its queue', () => {
      expect(deployment.services.map(({ name }) => name)).toEqual(['umbel-inference', 'umbel-training']);
      expect(deployment.services.map(({ queue }) => queue)).toEqual(deployment.queues.map(({ url }) => url));
    });
  });
}
