import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '#core/flight/summary.ts';
import { chosenRun, flightRuns } from '#cli/aws/flight-runs.ts';
import { downloadResults } from '#cli/results/download-results.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { fakeTables, sampleRun } from '../aws/fake-runs.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'umbel-results-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('downloadResults', () => {
  it('writes every file under its plain name', async () => {
    const objects = fileObjectStore(path.join(dir, 'home'));
    const files = { csv: 'f1/r/sightings.csv', report: 'f1/r/../../report.html' };
    await objects.put({ bucket: 'b', key: files.csv }, 'a;b', 'text/csv');
    const summary = { files: { csv: files.csv } } as Partial<RunSummary> as RunSummary;
    const out = path.join(dir, 'out');
    const result = await downloadResults(objects, { bucket: 'b', run: sampleRun({ summary }), dir: out });
    expect(readFileSync(result.files['csv'] ?? '', 'utf8')).toBe('a;b');
    expect(readdirSync(out)).toEqual(['sightings.csv']);
  });

  it.each([
    [sampleRun(), /still at work/],
    [sampleRun({ status: 'failed', failure: { error: 'model.nan', cause: '' } }), /failed with model\.nan/],
  ])('says why there are none', async (run, message) => {
    const objects = fileObjectStore(dir);
    await expect(downloadResults(objects, { bucket: 'b', run, dir })).rejects.toThrow(message);
  });

  it('takes the latest run unless another is asked for, and names what is there', async () => {
    const runs = [
      sampleRun({ runId: 'f1-a' }),
      sampleRun({ runId: 'f1-b', startedAt: '2026-11-23T10:00:00.000Z' }),
    ];
    const found = await flightRuns(fakeTables(runs), 'f1');
    expect(chosenRun(found, 'f1').runId).toBe('f1-b');
    expect(chosenRun(found, 'f1', 'f1-a').runId).toBe('f1-a');
    expect(() => chosenRun(found, 'f1', 'f1-c')).toThrow(
      expect.objectContaining({ code: 'run.not-found', hint: 'Choose one of f1-a, f1-b.' }),
    );
    const none = await flightRuns(fakeTables([]), 'f1');
    expect(() => chosenRun(none, 'f1')).toThrow(expect.objectContaining({ code: 'flight.not-found' }));
  });
});
