import { readFile, stat } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { prepareAreas } from '#core/lake/areas.ts';
import { parishesKey } from '#core/lake/keys.ts';
import { parseParishes } from '#core/lake/parishes.ts';
import { plural } from '#core/report/wording.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { homeDir } from '#platform/local/home.ts';
import type { ObjectStore } from '#platform/ports.ts';

/** What people type behind `umbel lake areas`. */
export interface AreasFlags {
  readonly nameProperty?: string;
  readonly deployment?: string;
  readonly json?: boolean;
}

/** Every run reads the outlines: a function of 3 GB has room for so many. */
const mostBytes = 64 * 2 ** 20;

/**
 * Puts outlines of areas into the lake, in place of former ones; text for stdout.
 * @throws UmbelError `lake.areas-*`, `export.area-invalid`, `deployment.*`
 */
export async function putAreas(file: string, { nameProperty, deployment, json }: AreasFlags) {
  const areas = prepareAreas(await textOf(file), file, nameProperty);
  // What every run will do with it.
  parseParishes(areas.text, file);
  const { objects, bucket, where } = await placeOf(deployment);
  await objects.put({ bucket, key: parishesKey }, areas.text, 'application/geo+json');
  const { names, polygons, box } = areas;
  if (json === true)
    return `${JSON.stringify({ where: `${where}/${parishesKey}`, areas: names, polygons, box })}\n`;
  const [west, south, east, north] = box;
  return (
    `${plural(names.length, 'area')} in ${plural(polygons, 'outline')}, latitude ${south} to ${north}, longitude ${west} to ${east}: ${sample(names)}\n` +
    `Stored as ${where}/${parishesKey}. Runs from now on know their area; for earlier flights: umbel run DIR --again\n`
  );
}

async function textOf(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size <= mostBytes) return readFile(file, 'utf8');
  throw new UmbelError({
    code: 'lake.areas-too-large',
    kind: 'bad-input',
    message: `${file} has ${Math.round(size / 2 ** 20)} MB; outlines may have ${mostBytes / 2 ** 20}.`,
    hint: 'Leave out bends of less than a metre or two: ogr2ogr -simplify, or QGIS, Simplify.',
  });
}

interface Place {
  readonly objects: Pick<ObjectStore, 'put'>;
  readonly bucket: string;
  /** For people. */
  readonly where: string;
}

async function placeOf(deployment: string | undefined): Promise<Place> {
  const { isForAws } = await import('../delete/open-parts.ts');
  if (isForAws(deployment)) {
    const { explained, openAwsCloud } = await import('../aws/open-cloud.ts');
    const { objects } = openAwsCloud(['lakeBucket'], deployment);
    const bucket = requireEnvironment('lakeBucket');
    return {
      bucket,
      where: `s3://${bucket}`,
      objects: {
        put: (ref, bytes, type) => explained('Storing the areas', () => objects.put(ref, bytes, type)),
      },
    };
  }
  const home = homeDir();
  const { objects, bucket } = openLocalLake(home);
  return { objects, bucket, where: `${home}/${bucket}` };
}

function sample(names: readonly string[]): string {
  const rest = names.length - 5;
  return `${names.slice(0, 5).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
