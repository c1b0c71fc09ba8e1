import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { putAreas } from '#cli/lake/areas.ts';
import { parseParishes } from '#core/lake/parishes.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const folder = temporaryFolder();
const file = path.join(folder, 'areas.geojson');
const outline = {
  type: 'Polygon',
  coordinates: [
    [
      [9, 55],
      [10, 55],
      [10, 56],
      [9, 55],
    ],
  ],
};
const write = (properties: object) =>
  writeFileSync(
    file,
    JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties, geometry: outline }],
    }),
  );

afterEach(() => vi.unstubAllEnvs());

describe('umbel lake areas', () => {
  it('puts outlines where runs look for them', async () => {
    vi.stubEnv('UMBEL_HOME', folder);
    write({ sogn: 'Nim' });
    expect(await putAreas(file, { nameProperty: 'sogn' })).toContain('1 area in 1 outline');
    const stored = path.join(folder, 'umbel-lake/areas/parishes.geojson');
    expect(parseParishes(readFileSync(stored, 'utf8'), stored)({ lat: 55.1, lon: 9.8 })).toBe('Nim');
    const told = JSON.parse(await putAreas(file, { nameProperty: 'sogn', json: true })) as object;
    expect(told).toMatchObject({ areas: ['Nim'], polygons: 1, box: [9, 55, 10, 56], where: stored });
  });

  it('leaves the former outlines where the new ones are no good', async () => {
    vi.stubEnv('UMBEL_HOME', folder);
    write({ name: 'Nim' });
    await putAreas(file, {});
    write({ title: 'Føvling' });
    await expect(putAreas(file, {})).rejects.toMatchObject({ code: 'lake.areas-invalid' });
    expect(readFileSync(path.join(folder, 'umbel-lake/areas/parishes.geojson'), 'utf8')).toContain('Nim');
    await expect(putAreas(path.join(folder, 'none.geojson'), {})).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses what no function could hold', async () => {
    write({ name: 'Nim' });
    truncateSync(file, 65 * 2 ** 20);
    await expect(putAreas(file, {})).rejects.toMatchObject({ code: 'lake.areas-too-large' });
  });
});
