import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { runQuery } from '#cli/query/run-query.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { flightOf } from '../../core/lake/season.ts';
import { writeFlight } from '../../platform/lake/write-season.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const home = temporaryFolder();
const size = { flights: 10, photosPerFlight: 3, tilesPerPhoto: 4 };

beforeAll(async () => {
  vi.stubEnv('UMBEL_HOME', home);
  await writeFlight(openLocalLake(home), flightOf({ year: 2026, ground: 1, size, simulated: true }));
});

describe('umbel query', () => {
  it('prints a table for people, numbers to the right', async () => {
    const { text } = await runQuery("SELECT 'a' AS name, 1 AS n UNION ALL SELECT 'bc', 20 ORDER BY 2", {});
    expect(text).toBe('name   n\n----  --\na      1\nbc    20\n(2 rows)\n');
  });

  it('prints one JSON object, or comma-separated values that start no formula', async () => {
    const { text } = await runQuery('SELECT count(*) AS n FROM tiles', { json: true });
    expect(JSON.parse(text)).toMatchObject({ columns: [{ name: 'n', type: 'BIGINT' }], rows: [{ n: 8 }] });
    expect((await runQuery("SELECT '=1+1' AS a, -1.5 AS b, NULL AS c", { csv: true })).text).toBe(
      "a,b,c\n'=1+1,-1.5,\n",
    );
  });

  it('lets no text of a photo change the terminal', async () => {
    expect((await runQuery("SELECT chr(27) || chr(10) || 'x' AS a", {})).text).toBe('a\n---\n  x\n(1 row)\n');
  });

  it('asks saved queries; simulated flights on request only, and says so', async () => {
    const real = await runQuery(undefined, { saved: 'treat-first' });
    expect(real.text).toContain('(0 rows)');
    expect(real.note).toContain('--simulated');
    const simulated = await runQuery(undefined, { saved: 'treat-first', simulated: true });
    expect(simulated.text).toContain('(5 rows)');
    expect(simulated.note).toBeUndefined();
    expect((await runQuery(undefined, { list: true })).text).toContain('hectares-by-parish-and-year');
  });

  it('says what it means that a saved query has no row', async () => {
    const { text, note } = await runQuery(undefined, { saved: 'agreement-by-model', simulated: true });
    expect(text).toContain('(0 rows)');
    expect(note).toContain('umbel lake tidy');
    expect((await runQuery('SELECT 1 WHERE false', { simulated: true })).note).toBeUndefined();
  });

  it.each([
    ['survey-cost', {}, 'umbel query --saved survey-cost'],
    [undefined, { saved: 'hectare' }, 'Did you mean hectares-by-parish-and-year?'],
    [undefined, { saved: 'x' }, 'There are hectares-by-parish-and-year, new-sites'],
    ['SELECT count(*) FROM sightings WHERE survey_date > ?', {}, 'takes no parameters'],
    ["SELECT * FROM read_parquet('/etc/x')", {}, 'and no other file'],
    ['SELECT * FROM sighting', {}, 'SHOW TABLES'],
  ])('says what to do about %s with %j', async (sql, flags, hint) => {
    await expect(runQuery(sql, flags)).rejects.toMatchObject({ hint: expect.stringContaining(hint) });
  });

  it.each([
    [undefined, {}, 'query.flag-invalid'],
    ['  ', {}, 'query.flag-invalid'],
    ['SELECT 1', { saved: 'treat-first' }, 'query.flag-invalid'],
    ['SELECT 1', { json: true, csv: true }, 'query.flag-invalid'],
    [undefined, { saved: 'nonsense' }, 'query.unknown'],
  ])('refuses %s with %j', async (sql, flags, code) => {
    await expect(runQuery(sql, flags)).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  it('says that the lake is empty, and makes no folder for it', async () => {
    const nowhere = path.join(home, 'nowhere');
    vi.stubEnv('UMBEL_HOME', nowhere);
    await expect(runQuery('SELECT 1', {})).rejects.toMatchObject({
      code: 'lake.empty',
      kind: 'not-found',
      message: expect.stringContaining('is empty'),
    });
    expect(existsSync(nowhere)).toBe(false);
    vi.stubEnv('UMBEL_HOME', home);
  });
});
