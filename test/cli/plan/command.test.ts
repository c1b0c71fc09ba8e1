import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planText } from '#cli/plan/command.ts';
import { docMark } from './doc-mark.ts';

async function of(flags: Partial<Parameters<typeof planText>[0]>) {
  return JSON.parse(await planText({ km2: 10, seed: 1, json: true, ...flags })) as {
    survey: { photos: number };
    workers: { hours: number };
  };
}

describe('umbel plan', () => {
  it('prints what docs/plan-2000-km2.md shows', { timeout: 240_000 }, async () => {
    const doc = readFileSync('docs/plan-2000-km2.md', 'utf8');
    expect(doc).toContain(docMark);
    const printed = await planText({ km2: 2000, simulate: true, seed: 1 });
    expect(doc.slice(doc.indexOf(docMark) + docMark.length).trim()).toBe(printed.trim());
  });

  it('prints one object with --json', async () => {
    const plan = JSON.parse(await planText({ km2: 1, seed: 1, json: true })) as Record<string, unknown>;
    expect(plan).toMatchObject({ prices: { date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown } });
    expect(plan['simulations']).toBeUndefined();
    expect(plan['sensitivity']).toHaveLength(13);
  });

  it('takes the height, and the speed of another machine', async () => {
    const file = 'test/cli/plan/slow-machine.json';
    const plain = await of({});
    expect((await of({ height: 70 })).survey.photos).toBeLessThan(plain.survey.photos / 3.9);
    expect((await of({ calibration: file })).workers.hours).toBeGreaterThan(5 * plain.workers.hours);
  });
});
