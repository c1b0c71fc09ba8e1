import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuredCalibration } from '#core/plan/measured.ts';
import { defaultPlanOptions, type PlanOptions } from '#core/plan/options.ts';
import { makePlan, type Plan } from '#core/plan/plan.ts';
import { evidenceText, prices, unitPriceUsd } from '#core/plan/prices.ts';
import { sensitivity } from '#core/plan/sensitivity.ts';

const planOf = (options: Partial<PlanOptions> = {}): Plan =>
  makePlan({ ...defaultPlanOptions, ...options }, measuredCalibration);

function usd(backend: PlanOptions['backend'], spotShare: number): number {
  return planOf({ backend, spotShare }).workers.usd;
}

describe('makePlan', () => {
  const plan = planOf();

  it('comes to 20 million photos and 200 TB for 2,000 km2, as the design has it', () => {
    expect(plan.survey.photos / 20e6).toBeCloseTo(1, 1);
    expect(plan.survey.totalBytes / 200e12).toBeCloseTo(1, 1);
  });

  it('pays 0.2 thousand dollars for one sheet and one item of scores a photo, as the design has it', () => {
    const usd = plan.pass
      .filter(
        ({ service, what }) => (service === 'S3' && what !== 'previews written') || service === 'DynamoDB',
      )
      .reduce((sum, line) => sum + line.usd, 0);
    expect(usd).toBeGreaterThan(150);
    expect(usd).toBeLessThan(250);
  });

  it('makes every line of quantity and price, with a formula, and totals of lines', () => {
    for (const line of [...plan.upload, ...plan.pass, ...plan.fixed]) {
      expect(line.usd).toBeCloseTo(line.quantity * unitPriceUsd(line.price), 6);
      expect(line.formula).toMatch(/\d/);
    }
    expect(plan.totals.passUsd).toBeCloseTo(
      plan.pass.reduce((sum, { usd }) => sum + usd, 0),
      6,
    );
  });

  it('has a source for every price, and only there', () => {
    for (const price of Object.values(prices)) {
      expect(price.usd).toBeGreaterThan(0);
      expect(price.page).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/$/);
      expect(evidenceText(price)).toMatch(/^read on|^remembered|\((\d{4}-\d\d(-\d\d)?|undated)\)$/);
    }
  });

  it('says how much rests on prices that nobody has checked', () => {
    const { usd, lines } = plan.remembered;
    expect(lines.join()).toContain('DynamoDB');
    expect(lines.join()).not.toContain('Step Functions');
    expect(usd).toBeGreaterThan(0);
    expect(usd).toBeLessThan(0.1 * plan.totals.firstYearUsd);
    const gpu = planOf({ backend: 'ecs-gpu' });
    expect(gpu.remembered.usd - usd).toBeCloseTo(gpu.workers.usd, 6);
  });

  it('counts batches that end with their flight', () => {
    const { counts } = planOf({ photosPerFlight: 101, km2: 1 });
    expect(counts.scoreBatches).toBe(
      2 * counts.flights - (counts.photos / counts.flights > 100 ? 0 : counts.flights),
    );
    expect(counts.tileBatches).toBeGreaterThanOrEqual(Math.ceil(counts.photos / 20));
  });

  it('grows with the ground, and shrinks with the height', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 3000, noNaN: true }),
        fc.double({ min: 10, max: 120, noNaN: true }),
        (km2, heightM) => {
          const here = planOf({ km2, heightM }).totals.firstYearUsd;
          expect(planOf({ km2: km2 * 2, heightM }).totals.firstYearUsd).toBeGreaterThan(here);
          expect(planOf({ km2, heightM: heightM * 1.5 }).survey.photos).toBeLessThanOrEqual(
            planOf({ km2, heightM }).survey.photos,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('doubles with the ground: nothing but the deployment at rest is fixed', () => {
    const twice = planOf({ km2: 4000 }).totals;
    expect(twice.passUsd / plan.totals.passUsd).toBeCloseTo(2, 1);
    expect(twice.fixedMonthUsd).toBe(plan.totals.fixedMonthUsd);
  });

  it('lets spot capacity make workers cheaper where there is any', () => {
    expect(usd('fargate', 1)).toBeCloseTo(usd('fargate', 0) * 0.4, 6);
    expect(usd('ecs-gpu', 1) / usd('ecs-gpu', 0)).toBeCloseTo((0.45 + 0.12) / 1.12, 6);
    expect(usd('sagemaker', 1)).toBe(usd('sagemaker', 0));
  });

  it('stores photos for less from month to month, and sheets no longer than they are kept', () => {
    const months = plan.storage.map(({ usd }) => usd);
    expect(months[0]?.['photos']).toBeGreaterThan(months[1]?.['photos'] ?? 0);
    expect(months[1]?.['photos']).toBeGreaterThan(months[3]?.['photos'] ?? 0);
    expect(months[2]?.['sheets']).toBeGreaterThan(0);
    expect(months[3]?.['sheets']).toBe(0);
  });
});

describe('sensitivity', () => {
  it('begins with the plan itself and changes something in most other rows', () => {
    const rows = sensitivity(defaultPlanOptions, measuredCalibration);
    expect(rows[0]?.firstYearUsd).toBe(planOf().totals.firstYearUsd);
    const others = rows.slice(1).filter(({ change }) => change !== `backend ${defaultPlanOptions.backend}`);
    expect(others.filter((row) => row.firstYearUsd === rows[0]?.firstYearUsd)).toEqual([]);
  });

  it('shows that an audit of 1 % is more than people can answer', () => {
    const rows = sensitivity(defaultPlanOptions, measuredCalibration);
    const audit = rows.find(({ change }) => change.startsWith('audit'));
    expect(audit?.reviewHours).toBeGreaterThan(20 * (rows[0]?.reviewHours ?? 0));
  });
});
