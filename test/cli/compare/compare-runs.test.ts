import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { compareRunsOf } from '#cli/compare/compare-runs.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';
import { addRun, answerOn, flightId, sighting } from '../loop-flight.ts';

const home = temporaryFolder();
beforeAll(async () => {
  vi.stubEnv('UMBEL_HOME', home);
  const cloud = await openLocalCloud();
  await addRun(cloud, { runId: 'one', day: '2026-07-01', sightings: [], confidences: [0.1, 0.2, 0.1, 0.1] });
  await cloud.close();
});

const compared = async (flags: object = {}) =>
  JSON.parse(await compareRunsOf(flightId, { ...flags, json: true })) as object;

describe('umbel compare FLIGHT', () => {
  it('says what to do where there is one run only', async () => {
    await expect(compareRunsOf(flightId, {})).rejects.toMatchObject({
      code: 'compare.one-run',
      hint: expect.stringContaining('umbel rerun meadow') as string,
    });
    await expect(compareRunsOf('heath', {})).rejects.toMatchObject({ code: 'flight.not-found' });
  });

  it('tells what the later model and people changed, each with its reason', async () => {
    const cloud = await openLocalCloud();
    await addRun(cloud, {
      runId: 'two',
      day: '2026-07-05',
      sightings: [sighting],
      confidences: [0.1, 0.9, 0.1, 0.1],
    });
    await cloud.close();
    expect(await compared()).toMatchObject({
      before: { runId: 'one' },
      after: { runId: 'two' },
      counts: { appeared: 1, vanished: 0, unchanged: 0 },
      reasons: { confidence: 1 },
      sites: [
        { why: [{ code: 'confidence', says: expect.stringContaining('from 20 % to 90 %') as string }] },
      ],
    });
  });

  it('knows an answer that took a sighting off the map', async () => {
    const cloud = await openLocalCloud();
    await addRun(cloud, {
      runId: 'three',
      day: '2026-07-09',
      sightings: [sighting],
      confidences: [0.1, 0.9, 0.1, 0.1],
    });
    await cloud.tables.labels.append(answerOn(1, 'not-hogweed', '2026-07-06'));
    await cloud.close();
    expect(await compared()).toMatchObject({
      before: { runId: 'two' },
      counts: { vanished: 1 },
      sites: [{ why: [{ code: 'answer', says: expect.stringContaining('2026-07-06') as string }] }],
    });
    // The first run against the last: nothing was on either map.
    expect(await compared({ before: 'one', after: 'three' })).toMatchObject({ sites: [] });
    await expect(compareRunsOf(flightId, { before: 'three' })).rejects.toMatchObject({
      code: 'compare.same-run',
    });
    await expect(compareRunsOf(flightId, { before: 'nine' })).rejects.toMatchObject({
      code: 'run.not-found',
    });
  });

  it('writes files and a page, also where the photo is gone', async () => {
    const out = path.join(home, 'out');
    const text = await compareRunsOf(flightId, { out });
    expect(text).toContain('vanished, was sighting 1');
    expect(readFileSync(path.join(out, 'difference.html'), 'utf8')).toContain('that it is no hogweed');
    expect(readFileSync(path.join(out, 'difference.csv'), 'utf8')).toContain('vanished');
  });
});
