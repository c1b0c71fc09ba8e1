import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { describeDeployment } from '#lib/wiring/describe-deployment.ts';
import { parseDeployment } from '#platform/local/deployment.ts';
import { imagesOf } from '../images-of.ts';
import { culprits, type Synthesized } from '../synthesized.ts';

/** The backend `ecs-gpu`: workers on instances with a GPU that ECS manages. */
export function describeGpuWorkers(app: Synthesized): void {
  describe(`workers with a GPU, ${app.label}`, () => {
    const tasks = app.resources('AWS::ECS::TaskDefinition');
    const scoring = tasks.filter(({ text }) => text.includes('"Type":"GPU"'));

    it('take one GPU each, on x86, with a read-only file system and a health check', () => {
      expect(scoring).toHaveLength(1);
      const { properties, text } = scoring[0]!;
      expect(properties).toMatchObject({
        RequiresCompatibilities: ['MANAGED_INSTANCES'],
        NetworkMode: 'awsvpc',
        RuntimePlatform: { CpuArchitecture: 'X86_64' },
      });
      expect(text).toContain('"ResourceRequirements":[{"Type":"GPU","Value":"1"}]');
      expect(text).toContain('"ReadonlyRootFilesystem":true');
      expect(culprits(tasks, (task) => task.text.includes('"HealthCheck"'))).toEqual([]);
    });

    it('run the image for CUDA; training keeps its own', () => {
      expect(imagesOf(app).sort()).toEqual([
        'containers/inference/Dockerfile.gpu linux/amd64',
        'containers/training/Dockerfile linux/arm64',
        'lambdas/photo.Dockerfile linux/arm64',
      ]);
    });

    it('come from spot capacity as far as there is any, and never from Fargate, which has no GPUs', () => {
      const providers = app.resources('AWS::ECS::CapacityProvider');
      expect(providers.map(({ text }) => /"CapacityOptionType":"(\w+)"/.exec(text)?.[1])).toEqual([
        'SPOT',
        'ON_DEMAND',
      ]);
      for (const { text } of providers) {
        expect(text).toContain('"AcceleratorTypes":["gpu"]');
        expect(text).toContain('"AcceleratorManufacturers":["nvidia"]');
        expect(text).toContain('"AllowedInstanceTypes":["g4dn.*","g6.*","g5.*"]');
        expect(text).toContain('"AcceleratorCount":{"Max":1,"Min":1}');
      }
      const service = app
        .resources('AWS::ECS::Service')
        .find(({ properties }) => properties['ServiceName'] === 'umbel-dev-inference');
      expect(service?.properties['DesiredCount']).toBe(0);
      expect(service?.text).not.toContain('FARGATE');
      expect(service?.text.match(/"Weight":\d/g)).toEqual(['"Weight":4', '"Weight":1']);
    });

    it('are started with the work, as others are', () => {
      const targets = app.resources('AWS::ApplicationAutoScaling::ScalableTarget');
      expect(targets.map(({ properties }) => properties['MinCapacity'])).toEqual([0, 0]);
    });

    it('let nobody in, though their instances have addresses', () => {
      const subnets = app.resources('AWS::EC2::Subnet');
      expect(subnets.map(({ properties }) => properties['MapPublicIpOnLaunch'])).toEqual([true, true]);
      const groups = app.resources('AWS::EC2::SecurityGroup');
      expect(culprits(groups, ({ properties }) => properties['SecurityGroupIngress'] === undefined)).toEqual(
        [],
      );
    });

    it("have one managed policy in the account, that of ECS's own role, shared by both kinds of capacity", () => {
      const managed = app
        .resources('AWS::IAM::Role')
        .filter(({ properties }) => properties['ManagedPolicyArns'] !== undefined);
      expect(managed).toHaveLength(1);
      expect(managed[0]?.text).toContain('AmazonECSInfrastructureRolePolicyForManagedInstances');
      expect(managed[0]?.text).toContain('"Service":"ecs.amazonaws.com"');
    });

    it('are sent the same messages: the workflow is that of the embedded cloud', () => {
      const { workflows, services } = parseDeployment(describeDeployment(app.assembly));
      expect(aslValidator(workflows[0]!.definition)).toMatchObject({ isValid: true, errors: [] });
      expect(JSON.stringify(workflows[0])).toContain('sqs:sendMessage.waitForTaskToken');
      expect(services.find(({ name }) => name === 'umbel-inference')).toMatchObject({
        entry: 'containers/inference/main.ts',
        command: ['worker'],
      });
    });
  });
}
