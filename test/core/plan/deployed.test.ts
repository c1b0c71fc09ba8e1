import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { batchPhotos } from '#core/plan/counts.ts';
import { functionMb } from '#core/plan/lambda-lines.ts';
import { measuredCalibration } from '#core/plan/measured.ts';
import { defaultPlanOptions } from '#core/plan/options.ts';
import { makePlan } from '#core/plan/plan.ts';
import { defaultLimits } from '#core/plan/simulate/scenario.ts';
import { sheetsDays } from '#core/plan/storage.ts';
import { loadConfig } from '#lib/environments.ts';

const prod = loadConfig('prod');

// The planner imports nothing of lib/: these tests hold the two together.
describe('the planner and the deployment', () => {
  it('plan the review that prod is configured for', () => {
    const { auditShare, auditPhotoShare, uncertainPhotoShare } = defaultPlanOptions;
    expect({ auditShare, auditPhotoShare, uncertainPhotoShare }).toEqual({
      auditShare: prod.review.auditShare,
      auditPhotoShare: prod.review.auditPhotoShare,
      uncertainPhotoShare: prod.review.uncertainPhotoShare,
    });
  });

  it('keep sheets for the same time, with the same workers and limits', () => {
    expect(sheetsDays).toBe(prod.retention.sheetsDays);
    expect(defaultPlanOptions.backend).toBe(prod.inference.backend);
    expect(defaultPlanOptions.workersMax).toBe(prod.inference.workersMax);
    if (prod.inference.backend === 'sagemaker') throw new TypeError('endpoints have no spot capacity');
    const { spotWeight, onDemandWeight } = prod.inference;
    expect(defaultPlanOptions.spotShare).toBe(spotWeight / (spotWeight + onDemandWeight));
    expect(defaultLimits).toMatchObject({
      heartbeatS: prod.workflow.scoreHeartbeatS,
      visibilityS: prod.workflow.messageVisibilityS,
      idleMinutes: prod.inference.idleMinutes,
      toleratedShare: prod.workflow.toleratedFailurePercent / 100,
      tileConcurrency: prod.workflow.tileConcurrency,
      scoreConcurrency: prod.workflow.scoreConcurrency,
      cutConcurrency: prod.workflow.cutConcurrency,
    });
  });

  it('let GuardDuty read the requests to S3, and encrypt with a key', () => {
    expect(prod.security.guardDuty.detector).toBe(true);
    const plan = makePlan(defaultPlanOptions, measuredCalibration);
    const services = [...plan.upload, ...plan.pass, ...plan.fixed].map(({ service }) => service);
    expect(services.filter((service) => service === 'GuardDuty')).toHaveLength(2);
    expect(services).toContain('KMS');
  });

  it.each(Object.entries(functionMb))('give %s %i MB', (name, mb) => {
    expect(readFileSync(`lib/functions/${name}.ts`, 'utf8')).toContain(`memoryMb: ${mb},`);
  });

  it.each([
    ['tile-photos', batchPhotos.tile],
    ['score-photos', batchPhotos.score],
    ['cut-review-tiles', batchPhotos.cut],
  ])('hand %s batches of %i', (name, photos) => {
    expect(readFileSync(`lib/workflows/flight/${name}.ts`, 'utf8')).toContain(`photosPerBatch: ${photos},`);
  });
});
