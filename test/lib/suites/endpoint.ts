import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { workerMessageSchema } from '#core/flight/run.ts';
import { describeDeployment } from '#lib/wiring/describe-deployment.ts';
import { parseDeployment } from '#platform/local/deployment.ts';
import { type Answers, fly, opened, planned, Reported } from '../flight-host.ts';
import { imagesOf } from '../images-of.ts';
import type { Synthesized } from '../synthesized.ts';

const answers = (more: Answers = {}): Answers => ({
  'open-flight': () => opened(120),
  'plan-review': () => planned(0),
  ...more,
});

function lost(_payload: unknown, attempt: number): unknown {
  return attempt === 1 ? undefined : { scored: 100 };
}

function insane(): never {
  throw new Reported('model.insane', 'tile 3 gets 0.1');
}

/** The backend `sagemaker`: an asynchronous endpoint that rests without work. */
export function describeEndpoint(app: Synthesized): void {
  const { workflows, queues, services } = parseDeployment(describeDeployment(app.assembly));
  const flight = workflows.find(({ name }) => name === 'umbel-flight')!;

  describe(`the endpoint, ${app.label}`, () => {
    it('takes the place of queue and workers', () => {
      expect(queues.map(({ name }) => name)).toEqual(['umbel-training']);
      expect(services.map(({ name }) => name)).toEqual(['umbel-training']);
      expect(imagesOf(app)).toContain('containers/inference/Dockerfile.gpu linux/amd64');
      expect(imagesOf(app)).not.toContain('containers/inference/Dockerfile linux/arm64');
    });

    it('is asynchronous, with one batch in hand for each instance', () => {
      const [settings] = app.resources('AWS::SageMaker::EndpointConfig');
      expect(settings?.properties).toMatchObject({
        ProductionVariants: [{ InstanceType: 'ml.g6.xlarge', InitialInstanceCount: 1 }],
        AsyncInferenceConfig: { ClientConfig: { MaxConcurrentInvocationsPerInstance: 1 } },
      });
      expect(settings?.text).toContain('endpoint/failed');
    });

    it('stands in the isolated subnets of prod', () => {
      const [model] = app.resources('AWS::SageMaker::Model');
      expect(model?.properties['VpcConfig']).toMatchObject({
        Subnets: [expect.anything(), expect.anything()],
        SecurityGroupIds: [expect.anything()],
      });
      expect(model?.text).toContain('UMBEL_SCORES_TABLE');
    });

    it('rests without work, is woken by the first batch, and never loses an instance at work', () => {
      const target = app
        .resources('AWS::ApplicationAutoScaling::ScalableTarget')
        .find(({ properties }) => properties['ServiceNamespace'] === 'sagemaker');
      expect(target?.properties).toMatchObject({
        MinCapacity: 0,
        MaxCapacity: 20,
        ResourceId: 'endpoint/umbel-inference/variant/workers',
      });
      const policies = app
        .resources('AWS::ApplicationAutoScaling::ScalingPolicy')
        .filter(({ logicalId }) => logicalId.startsWith('Scaling'));
      const steps = policies.map(
        ({ text }) => /"StepAdjustments":\[([^\]]*)\]/.exec(text)?.[1] ?? 'follows a rate',
      );
      expect(steps.sort()).toEqual([
        'follows a rate',
        '{"MetricIntervalLowerBound":0,"ScalingAdjustment":1}',
        '{"MetricIntervalUpperBound":0,"ScalingAdjustment":0}',
      ]);
      expect(policies.find(({ text }) => text.includes('TargetTracking'))?.text).toContain(
        '"DisableScaleIn":true',
      );
      const wake = app
        .resources('AWS::CloudWatch::Alarm')
        .find(({ properties }) => properties['MetricName'] === 'HasBacklogWithoutCapacity');
      expect(wake?.properties).toMatchObject({
        Threshold: 1,
        EvaluationPeriods: 1,
        Namespace: 'AWS/SageMaker',
      });
    });

    it('is watched by the same alarms as workers are', () => {
      const names = app
        .resources('AWS::CloudWatch::Alarm')
        .map(({ properties }) => String(properties['AlarmName']).replace(/^umbel-/, ''));
      expect(names).toEqual(
        expect.arrayContaining([
          'dead-letters',
          'waiting-batch',
          'queue-without-workers',
          'workers-without-work',
        ]),
      );
    });
  });

  describe(`the workflow flight, ${app.label}`, () => {
    it('is accepted by asl-validator, and asks the function in place of the queue', () => {
      expect(aslValidator(flight.definition)).toMatchObject({ isValid: true, errors: [] });
      const text = JSON.stringify(flight.definition);
      expect(text).not.toContain('sqs:sendMessage');
      expect(text.match(/lambda:invoke\.waitForTaskToken/g)).toHaveLength(2);
    });

    it('takes a flight to its summary: the endpoint gets what workers get', async () => {
      const { outcome, of } = await fly(120, answers(), flight);
      expect(outcome.status).toBe('SUCCEEDED');
      const messages = [...of('check-sanity'), ...of('score-photos')].map((body) =>
        workerMessageSchema.parse(body),
      );
      expect(
        messages.map((message) => (message.kind === 'score-photos' ? message.photos.length : 0)),
      ).toEqual([0, 100, 20]);
    });

    it('hands a batch over again that was never heard of', async () => {
      const { outcome, of } = await fly(120, answers({ 'score-photos': lost }), flight);
      expect(outcome.status).toBe('SUCCEEDED');
      expect(of('score-photos')).toHaveLength(3);
    });

    it('ends with the error of a model that is not what it says, at once', async () => {
      const { outcome, of } = await fly(120, answers({ 'check-sanity': insane }), flight);
      expect(outcome).toMatchObject({ status: 'FAILED', error: 'model.insane' });
      expect(of('check-sanity')).toHaveLength(1);
      expect(of('summarise-flight')).toEqual([]);
    });
  });
}
