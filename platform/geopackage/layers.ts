import { cutAtAntimeridian } from '#core/export/antimeridian.ts';
import type { ExportedPhoto } from '#core/export/exported-photo.ts';
import { roundDegrees, roundMetres, roundTo } from '#core/export/rounding.ts';
import { reviewOf } from '#core/sighting/review-state.ts';
import type { Sighting, Stand } from '#core/sighting/sighting.ts';
import type { Position } from './geometry.ts';

/** A value of a column; types as GeoPackage names them (OGC 12-128r17, table 1). */
export type ColumnType = 'TEXT' | 'DOUBLE' | 'INTEGER' | 'BOOLEAN';
export type ColumnValue = string | number | null;

/** A table of a GeoPackage: features of one kind, or rows without geometry. */
export interface Layer {
  readonly name: string;
  readonly title: string;
  readonly geometry: 'POINT' | 'MULTIPOLYGON' | undefined;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly rows: readonly LayerRow[];
}

export interface LayerRow {
  /** A point is one ring of one position; absent without geometry. */
  readonly rings?: readonly (readonly Position[])[];
  readonly values: readonly ColumnValue[];
}

/** Sightings as points. */
export function sightingLayer(sightings: readonly Sighting[]): Layer {
  return {
    name: 'sightings',
    title: 'Sightings of giant hogweed',
    geometry: 'POINT',
    columns: {
      number: 'INTEGER',
      sighting_id: 'TEXT',
      band: 'TEXT',
      confidence: 'DOUBLE',
      review: 'TEXT',
      uncertainty_m: 'DOUBLE',
      uncertainty_95_m: 'DOUBLE',
      seen_in: 'INTEGER',
      could_see: 'INTEGER',
      plants_at_least: 'INTEGER',
      stand_area_m2: 'DOUBLE',
      best_photo: 'TEXT',
      best_tile: 'INTEGER',
      captured_at: 'TEXT',
    },
    rows: sightings.map((sighting) => ({
      rings: [[[roundDegrees(sighting.lon), roundDegrees(sighting.lat)]]],
      values: [
        sighting.number,
        sighting.sightingId,
        sighting.band,
        roundTo(sighting.confidence, 4),
        reviewOf(sighting),
        roundMetres(sighting.uncertaintyM),
        roundMetres(sighting.uncertainty95M),
        sighting.seenIn,
        sighting.couldSee,
        sighting.stand?.plantsAtLeast ?? 1,
        sighting.stand === undefined ? null : roundTo(sighting.stand.areaM2, 1),
        sighting.bestView.photoName,
        sighting.bestView.tileIndex,
        sighting.bestView.capturedAt ?? null,
      ],
    })),
  };
}

/** Outlines of the stands. */
export function standLayer(sightings: readonly Sighting[]): Layer {
  const stands = sightings.flatMap((sighting): { sighting: Sighting; stand: Stand }[] =>
    sighting.stand === undefined ? [] : [{ sighting, stand: sighting.stand }],
  );
  return {
    name: 'stands',
    title: 'Stands, where plants cannot be told apart',
    geometry: 'MULTIPOLYGON',
    columns: {
      number: 'INTEGER',
      sighting_id: 'TEXT',
      band: 'TEXT',
      review: 'TEXT',
      area_m2: 'DOUBLE',
      plants_at_least: 'INTEGER',
    },
    rows: stands.map(({ sighting, stand }) => ({
      rings: ringsOf(stand.polygon),
      values: [
        sighting.number,
        sighting.sightingId,
        sighting.band,
        reviewOf(sighting),
        roundTo(stand.areaM2, 1),
        stand.plantsAtLeast,
      ],
    })),
  };
}

/** Outlines of the placed photos on the ground, with what became of each. */
export function photoLayer(photos: readonly ExportedPhoto[]): Layer {
  return {
    name: 'photos',
    title: 'Ground that the photos show',
    geometry: 'MULTIPOLYGON',
    columns: { photo: 'TEXT', photo_id: 'TEXT', outcome: 'TEXT', result: 'TEXT', captured_at: 'TEXT' },
    rows: photos
      .filter(({ footprint }) => footprint.length >= 3)
      .map((photo) => ({
        rings: ringsOf(photo.footprint),
        values: [photo.name, photo.photoId, photo.outcome, photo.result, photo.capturedAt ?? null],
      })),
  };
}

function ringsOf(ring: readonly Position[]): Position[][] {
  return cutAtAntimeridian(ring).map((piece) =>
    piece.map(([lon, lat]) => [roundDegrees(lon), roundDegrees(lat)] as const),
  );
}
