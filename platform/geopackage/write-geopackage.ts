import { DatabaseSync } from 'node:sqlite';
import { flightLabel, type ExportContext } from '#core/export/context.ts';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { boundsOf, multiPolygonBlob, pointBlob, wgs84 } from './geometry.ts';
import { photoLayer, sightingLayer, standLayer, type Layer } from './layers.ts';
import { applicationId, coordinateSystems, metadataTables, userVersion } from './schema.ts';

export interface GeoPackageInput {
  readonly sightings: readonly Sighting[];
  /** Placed photos. */
  readonly photos: readonly ExportedPhoto[];
  readonly context: ExportContext;
}

/** How the file is named and announced, as for the text formats of core/export. */
export const geoPackageFormat = {
  extension: '.gpkg',
  mediaType: 'application/geopackage+sqlite3',
} as const;

/**
 * A GeoPackage 1.3 with the layers `sightings` (points), `stands` and `photos` (outlines) and the table `flight` (one
 * row). The same run gives the same bytes: times are those of the run.
 * No spatial index: programs that want one build it, and its triggers need functions that plain SQLite lacks.
 */
export function writeGeoPackage({ sightings, photos, context }: GeoPackageInput): Uint8Array {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${userVersion};`);
    database.exec('BEGIN');
    database.exec(metadataTables);
    const addSystem = database.prepare('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)');
    for (const system of coordinateSystems) addSystem.run(...system);
    const layers = [
      sightingLayer(sightings),
      standLayer(sightings),
      photoLayer(photos),
      flightTable(context),
    ];
    for (const layer of layers) addLayer(database, layer, context);
    database.exec('COMMIT');
    return database.serialize();
  } finally {
    database.close();
  }
}

function flightTable(context: ExportContext): Layer {
  return {
    name: 'flight',
    title: 'Where these sightings come from',
    geometry: undefined,
    columns: {
      flight_id: 'TEXT',
      title: 'TEXT',
      run_id: 'TEXT',
      model_id: 'TEXT',
      started_at: 'TEXT',
      simulated: 'BOOLEAN',
    },
    rows: [
      {
        values: [
          context.flightId,
          context.title ?? null,
          context.runId,
          context.modelId,
          context.startedAt,
          context.simulated === true ? 1 : 0,
        ],
      },
    ],
  };
}

function addLayer(database: DatabaseSync, layer: Layer, context: ExportContext): void {
  const { name, geometry, columns, rows } = layer;
  const geometryColumn = geometry === undefined ? [] : [`geom ${geometry}`];
  const definitions = [
    'fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL',
    ...geometryColumn,
    ...Object.entries(columns).map(([column, type]) => `"${column}" ${type}`),
  ];
  database.exec(`CREATE TABLE "${name}" (${definitions.join(', ')})`);
  addContents(database, layer, context);
  if (geometry !== undefined) {
    database
      .prepare("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)")
      .run(name, geometry, wgs84);
  }
  const places = definitions.slice(1).map(() => '?');
  const insert = database.prepare(`INSERT INTO "${name}" VALUES (NULL, ${places.join(', ')})`);
  for (const { rings, values } of rows) {
    const point = geometry === 'POINT' ? rings?.[0]?.[0] : undefined;
    if (point !== undefined) insert.run(pointBlob(point), ...values);
    else if (rings === undefined) insert.run(...values);
    else insert.run(multiPolygonBlob(rings), ...values);
  }
}

/** What the layer is and its bounds; an empty layer has none. */
function addContents(database: DatabaseSync, { name, title, geometry, rows }: Layer, context: ExportContext) {
  const positions = rows.flatMap(({ rings }) => rings?.flat() ?? []);
  const [west, east, south, north] = boundsOf(positions);
  const bounds = positions.length === 0 ? [null, null, null, null] : [west, south, east, north];
  database
    .prepare('INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      name,
      geometry === undefined ? 'attributes' : 'features',
      name,
      `${title}: ${flightLabel(context)}`,
      new Date(context.startedAt).toISOString(),
      ...bounds,
      geometry === undefined ? null : wgs84,
    );
}
