import { describe, expect, it } from 'vitest';
import { allowedFor } from '#platform/engines/remote/allowed-hosts.ts';
import type { Synthesized } from '../synthesized.ts';

/** Which servers in private networks whoever scores may ask, and reach. */
export function describeRemoteModels(app: Synthesized): void {
  const wanted = app.config.inference.remoteAllow;
  const told = ['AWS::ECS::TaskDefinition', 'AWS::SageMaker::Model']
    .flatMap((type) => app.resources(type))
    .filter(({ text }) => text.includes('UMBEL_REMOTE_ALLOW'));
  const ways = app
    .resources('AWS::EC2::SecurityGroup')
    .filter(({ text }) => text.includes('Inference workers'))
    .flatMap(({ properties }) => properties['SecurityGroupEgress'] as readonly object[]);

  describe(`models that run elsewhere, ${app.label}`, () => {
    it('are asked where the configuration allows it, and by whoever scores alone', () => {
      expect(told).toHaveLength(wanted.length === 0 ? 0 : 1);
      const list = wanted.join(',');
      expect(told.every(({ text }) => text.includes(`"${list}"`))).toBe(true);
      // The engine reads what is told.
      expect(allowedFor('models.internal', 8501, list).byName).toBe(wanted.length > 0);
    });

    it('are reached at their ports, and nothing else beside AWS', () => {
      expect(ways.map((way) => ({ ...way, Description: undefined }))).toEqual([
        { IpProtocol: 'tcp', CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 },
        ...(wanted.length === 0
          ? []
          : [
              { IpProtocol: 'tcp', CidrIp: '0.0.0.0/0', FromPort: 8501, ToPort: 8501 },
              { IpProtocol: 'tcp', CidrIp: '10.30.0.0/16', FromPort: 443, ToPort: 443 },
            ]),
      ]);
    });
  });
}
