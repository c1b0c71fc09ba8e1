import { describe, expect, it } from 'vitest';
import { loadDeployment, parseDeployment } from '#platform/local/deployment.ts';

describe('the description of the deployment', () => {
  it('that the repository holds is whole', () => {
    const deployment = loadDeployment();
    expect(parseDeployment(structuredClone(deployment))).toEqual(deployment);
    for (const service of deployment.services)
      expect(deployment.queues.map(({ url }) => url)).toContain(service.queue);
    for (const rule of deployment.rules)
      expect(deployment.functions.map(({ name }) => name)).toContain(rule.targetFunction);
  });

  it.each<[string, (deployment: ReturnType<typeof loadDeployment>) => unknown]>([
    ['tables[0].keySchema[0].KeyType', (d) => ((d.tables[0]!.keySchema[0]!.KeyType as string) = 'SORT')],
    ['functions[0].timeoutS', (d) => ((d.functions[0]!.timeoutS as unknown) = '140')],
    ['queues[0]', (d) => Object.assign(d.queues[0]!, { colour: 'green' })],
    ['workflows', (d) => Object.assign(d, { workflows: undefined })],
  ])('with a wrong %s is refused by that name, with what to do', (field, spoil) => {
    const deployment = structuredClone(loadDeployment());
    spoil(deployment);
    expect(() => parseDeployment(deployment)).toThrow(
      expect.objectContaining({
        code: 'deployment.invalid',
        kind: 'configuration',
        message: expect.stringContaining(field),
        hint: 'Write it anew: npm run synth',
      }),
    );
  });
});
