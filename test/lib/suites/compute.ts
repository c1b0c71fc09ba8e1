import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { culprits, type Synthesized } from '../synthesized.ts';

const redriveSchema = z.object({ RedrivePolicy: z.object({ maxReceiveCount: z.number() }) });

/** Functions and containers. */
export function describeCompute(app: Synthesized): void {
  describe(`compute of ${app.environment}`, () => {
    const functions = app.resources('AWS::Lambda::Function');
    const tasks = app.resources('AWS::ECS::TaskDefinition');

    it('has no function but those of lambdas/: no helper of the library with rights of its own', () => {
      const names = functions.map(({ properties }) => String(properties['FunctionName']));
      expect(names.length).toBeGreaterThan(6);
      const folders = readdirSync('lambdas');
      const own = (name: string) => folders.includes(name.replace(/^umbel-(?:dev-)?/, ''));
      expect(names.filter((name) => !own(name))).toEqual([]);
    });

    it('runs every function on arm64, Node 24 or an image, with traces and structured logs', () => {
      const good = ({ properties, text }: (typeof functions)[number]) =>
        text.includes('"Architectures":["arm64"]') &&
        (properties['Runtime'] === 'nodejs24.x' || properties['PackageType'] === 'Image') &&
        text.includes('"TracingConfig":{"Mode":"Active"}') &&
        text.includes('"LogFormat":"JSON"');
      expect(culprits(functions, good)).toEqual([]);
    });

    it('ends every log', () => {
      const groups = app.resources('AWS::Logs::LogGroup');
      expect(culprits(groups, ({ properties }) => typeof properties['RetentionInDays'] === 'number')).toEqual(
        [],
      );
      expect(groups.length).toBeGreaterThan(functions.length + 4);
      expect(
        culprits(functions, ({ text }) => /"LoggingConfig":\{[^}]*"LogGroup":\{"Ref"/.test(text)),
      ).toEqual([]);
    });

    it('builds the functions that decode photos from one image', () => {
      const images = functions.filter(({ properties }) => properties['PackageType'] === 'Image');
      expect(images).toHaveLength(4);
      expect(new Set(images.map(({ properties }) => JSON.stringify(properties['Code']))).size).toBe(1);
      const commands = images.map(({ properties }) => JSON.stringify(properties['ImageConfig']));
      expect(new Set(commands).size).toBe(4);
    });

    it('runs workers on arm64, on a read-only file system, and none while there is no work', () => {
      expect(tasks).toHaveLength(2);
      expect(culprits(tasks, ({ text }) => text.includes('"CpuArchitecture":"ARM64"'))).toEqual([]);
      expect(culprits(tasks, ({ text }) => text.includes('"ReadonlyRootFilesystem":true'))).toEqual([]);
      const services = app.resources('AWS::ECS::Service');
      expect(services.map(({ properties }) => properties['DesiredCount'])).toEqual([0, 0]);
      const targets = app.resources('AWS::ApplicationAutoScaling::ScalableTarget');
      expect(targets.map(({ properties }) => properties['MinCapacity'])).toEqual([0, 0]);
    });

    it('sets a message aside after five tries and keeps it two weeks', () => {
      const queues = app.resources('AWS::SQS::Queue');
      const working = queues.filter(({ properties }) => redriveSchema.safeParse(properties).success);
      expect(
        working.map(({ properties }) => redriveSchema.parse(properties).RedrivePolicy.maxReceiveCount),
      ).toEqual([5, 5]);
      const dead = queues.filter((queue) => !working.includes(queue));
      expect(
        culprits(dead, ({ properties }) => properties['MessageRetentionPeriod'] === 14 * 86_400),
      ).toEqual([]);
    });

    it('brings workers to S3 and DynamoDB without a NAT gateway', () => {
      const endpoints = app.resources('AWS::EC2::VPCEndpoint');
      expect(endpoints.filter(({ properties }) => properties['VpcEndpointType'] === 'Gateway')).toHaveLength(
        2,
      );
      expect(app.resources('AWS::EC2::NatGateway')).toEqual([]);
      const workers = app
        .resources('AWS::EC2::SecurityGroup')
        .filter(({ logicalId }) => logicalId.includes('Workers'));
      expect(workers).toHaveLength(1);
      expect(workers[0]?.properties['SecurityGroupIngress']).toBeUndefined();
    });

    it('keeps the workers of prod off the internet', () => {
      const gateways = app.resources('AWS::EC2::InternetGateway');
      expect(gateways).toHaveLength(app.environment === 'prod' ? 0 : 1);
    });

    it('tries to start a flight for hours and keeps the event of one that never started', () => {
      const rule = app.resources('AWS::Events::Rule')[0];
      expect(rule?.text).toContain('"wildcard":"flights/*/flight.json"');
      expect(rule?.text).toContain('"DeadLetterConfig"');
      expect(rule?.text).toContain('"MaximumEventAgeInSeconds":21600');
      expect(app.resources('AWS::Lambda::EventInvokeConfig')[0]?.text).toContain('"OnFailure"');
    });
  });
}
