import { readFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import type { CsvStyle } from '#core/export/context.ts';
import type { Area, SightingFilter } from '#core/export/filter.ts';
import { parsePolygonArea, type PolygonArea } from '#core/export/polygon-area.ts';
import { bands } from '#core/review/band.ts';
import { reviewStates } from '#core/sighting/review-state.ts';
import type { ExportName } from './write-format.ts';

/** What people type behind `umbel export FLIGHT`. */
export interface ExportFlags {
  readonly format: ExportName;
  /** Id of the run; absent: the latest. */
  readonly run?: string;
  readonly out?: string;
  readonly band?: string;
  readonly review?: string;
  readonly area?: string;
  readonly confidence?: string;
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
}

/** The filter that the flags ask for. @throws UmbelError `export.flag-invalid`, `export.area-invalid` */
export async function filterOf(flags: ExportFlags): Promise<SightingFilter> {
  const { band, review, area, confidence } = flags;
  return {
    ...(band === undefined ? {} : { bands: listOf('--band', band, bands) }),
    ...(review === undefined ? {} : { reviews: listOf('--review', review, reviewStates) }),
    ...(area === undefined ? {} : { area: await areaFrom(area) }),
    ...(confidence === undefined ? {} : { confidenceFrom: confidenceFrom(confidence) }),
  };
}

/** The style of a CSV file that the flags ask for. @throws UmbelError `export.flag-invalid` */
export function csvStyleOf({ format, delimiter, decimalComma }: ExportFlags): CsvStyle {
  if (format !== 'csv' && (delimiter !== undefined || decimalComma === true))
    throw invalid(`--delimiter and --decimal-comma are for --format csv, not ${format}.`, 'Leave them out.');
  const mark = delimiter === 'tab' || delimiter === '\\t' ? '\t' : delimiter;
  if (mark !== undefined && mark !== ',' && mark !== ';' && mark !== '\t')
    throw invalid(`--delimiter ${mark} separates no columns.`, "Use ',', ';' or tab.");
  if (decimalComma === true && (mark ?? ',') === ',')
    throw invalid('--decimal-comma needs another delimiter than the comma.', "Add --delimiter ';'.");
  return {
    ...(mark === undefined ? {} : { delimiter: mark }),
    ...(decimalComma === undefined ? {} : { decimalComma }),
  };
}

function listOf<Name extends string>(flag: string, text: string, known: readonly Name[]): Name[] {
  return text.split(',').map((part) => {
    const name = known.find((one) => one === part.trim());
    if (name === undefined)
      throw invalid(
        `${flag} ${text}: there is no ${part.trim() || 'empty name'}.`,
        `Use ${known.join(', ')}.`,
      );
    return name;
  });
}

function confidenceFrom(text: string): number {
  const confidence = text.trim() === '' ? Number.NaN : Number(text);
  if (confidence >= 0 && confidence <= 1) return confidence;
  throw invalid(`--confidence ${text} is no number from 0 to 1.`, '80 % is 0.8.');
}

/** Four numbers are a box, anything else is a file. */
async function areaFrom(text: string): Promise<Area | PolygonArea> {
  const edges = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (edges.length === 4 && edges.every((edge) => Number.isFinite(edge))) return boxOf(edges, text);
  let json: string;
  try {
    json = await readFile(text, 'utf8');
  } catch (cause) {
    throw new UmbelError({
      code: 'export.area-invalid',
      kind: 'bad-input',
      message: `--area ${text} is neither W,S,E,N in degrees nor a file that can be read.`,
      hint: 'For example --area 12.4,55.6,12.6,55.7, or a GeoJSON file with polygons.',
      cause,
    });
  }
  return parsePolygonArea(json, text);
}

function boxOf(edges: readonly number[], text: string): Area {
  const [west, south, east, north] = edges as [number, number, number, number];
  const isOnEarth =
    Math.abs(west) <= 360 && Math.abs(east) <= 360 && Math.abs(south) <= 90 && Math.abs(north) <= 90;
  if (isOnEarth && south <= north) return { west, south, east, north };
  throw new UmbelError({
    code: 'export.area-invalid',
    kind: 'bad-input',
    message: `--area ${text} is no part of the Earth: degrees are W,S,E,N, south not above north.`,
    hint: 'Longitude first, as in GeoJSON; west above east spans the antimeridian.',
  });
}

/** What to say of a box whose west lies above its east, and which is no island at the antimeridian but most of the Earth. */
export function remarkOnArea({ area }: SightingFilter): string | undefined {
  if (area === undefined || 'polygons' in area || area.west <= area.east) return undefined;
  const { west, south, east, north } = area;
  if (east + 360 - west <= 180) return undefined;
  return `--area starts at ${west} in the west and ends at ${east} in the east: that is the way round the Earth, across the antimeridian. If west and east are swapped, say --area ${[east, south, west, north].join(',')}.`;
}

function invalid(message: string, hint: string): UmbelError {
  return new UmbelError({ code: 'export.flag-invalid', kind: 'bad-input', message, hint });
}
