import { reviewOf, type ReviewState } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { cutAtAntimeridian } from './antimeridian.ts';
import { flightLabel, type ExportContext } from './context.ts';
import { tableCsv, type Columns } from './csv.ts';
import { describeSighting } from './describe.ts';
import { groundFrameAt, eastM, northM } from '../sighting/ground-frame.ts';
import { degreesText, roundDegrees, roundMetres } from './rounding.ts';

/** What a review makes of a record. */
interface RecordStanding {
  readonly basis: 'MachineObservation' | 'HumanObservation';
  readonly occurrence: 'present' | 'absent';
  /** A person before the model, where a person has said what it is. */
  readonly identifiedBy: '' | 'reviewer | ';
  readonly verification: string;
}

/**
 * A machine's observation until a person has judged it from the photographs. A rejected record stays, so that whoever
 * has taken it over learns of it: the same id, and the species absent.
 */
const standings: Readonly<Record<ReviewState, RecordStanding>> = {
  unreviewed: {
    basis: 'MachineObservation',
    occurrence: 'present',
    identifiedBy: '',
    verification: 'unverified',
  },
  unsure: {
    basis: 'MachineObservation',
    occurrence: 'present',
    identifiedBy: '',
    verification: 'unverified: a reviewer was not sure',
  },
  confirmed: {
    basis: 'HumanObservation',
    occurrence: 'present',
    identifiedBy: 'reviewer | ',
    verification: 'verified from photographs',
  },
  rejected: {
    basis: 'HumanObservation',
    occurrence: 'absent',
    identifiedBy: 'reviewer | ',
    verification: 'rejected from photographs',
  },
};

function standing(sighting: Sighting): RecordStanding {
  return standings[reviewOf(sighting)];
}

/** Darwin Core occurrences as CSV, ready for GBIF. Source of the terms: https://dwc.tdwg.org/terms/ (2023-09-18). */
export function writeDarwinCore(sightings: readonly Sighting[], context: ExportContext): string {
  // A fixed form, whatever style other tables have: publishers' tools expect it.
  return tableCsv(sightings, occurrenceColumns(context));
}

function occurrenceColumns(context: ExportContext): Columns<Sighting> {
  return [
    ['occurrenceID', ({ sightingId }) => `urn:umbel:${context.flightId}:${sightingId}`],
    ['basisOfRecord', (sighting) => standing(sighting).basis],
    ['occurrenceStatus', (sighting) => standing(sighting).occurrence],
    ['eventDate', eventDateOf],
    ['scientificName', () => 'Heracleum mantegazzianum Sommier & Levier'],
    ['taxonRank', () => 'species'],
    ['kingdom', () => 'Plantae'],
    ['family', () => 'Apiaceae'],
    ['vernacularName', () => 'giant hogweed'],
    ['decimalLatitude', ({ lat }) => roundDegrees(lat)],
    ['decimalLongitude', ({ lon }) => roundDegrees(lon)],
    ['geodeticDatum', () => 'EPSG:4326'],
    ['coordinateUncertaintyInMeters', (sighting) => roundMetres(wholeRadiusM(sighting))],
    ['footprintWKT', footprintOf],
    ['footprintSRS', ({ stand }) => (stand === undefined ? undefined : 'EPSG:4326')],
    [
      'identifiedBy',
      (sighting) => `${standing(sighting).identifiedBy}Umbel, model ${context.modelId ?? 'none'}`,
    ],
    ['identificationVerificationStatus', (sighting) => standing(sighting).verification],
    ['identificationRemarks', describeSighting],
    ['samplingProtocol', () => 'drone photographs, classified tile by tile by a neural network'],
    ['eventID', () => context.flightId],
    ['datasetName', () => flightLabel(context)],
    ['associatedMedia', ({ bestView }) => bestView.photoName],
    [
      'dataGeneralizations',
      () => (context.simulated === true ? 'simulated flight, no real place' : undefined),
    ],
  ];
}

/**
 * "The smallest circle containing the whole of the Location" (dwc:coordinateUncertaintyInMeters): the radius that
 * holds the place with 95 %, and for a stand the way from its point to its farthest corner on top.
 */
function wholeRadiusM({ lat, lon, uncertainty95M, stand }: Sighting): number {
  if (stand === undefined) return uncertainty95M;
  const frame = groundFrameAt(lat, lon);
  const reachM = stand.polygon.map(([cornerLon, cornerLat]) =>
    Math.hypot(eastM(frame, cornerLon), northM(frame, cornerLat)),
  );
  return uncertainty95M + Math.max(...reachM);
}

/** ISO 8601 with zone; the plain date where the photo tells no zone, for the hour would be a guess. */
function eventDateOf({ bestView }: Sighting): string | undefined {
  const { capturedAt } = bestView;
  if (capturedAt === undefined) return undefined;
  return /(?:Z|[+-]\d{2}:\d{2})$/.test(capturedAt) ? capturedAt : capturedAt.slice(0, 10);
}

function footprintOf({ stand }: Sighting): string | undefined {
  if (stand === undefined) return undefined;
  const polygons = cutAtAntimeridian(stand.polygon).map((ring) => {
    const corners = [...ring, ring[0]!].map(([lon, lat]) => `${degreesText(lon)} ${degreesText(lat)}`);
    return `((${corners.join(', ')}))`;
  });
  return polygons.length === 1 ? `POLYGON ${polygons[0]}` : `MULTIPOLYGON (${polygons.join(', ')})`;
}
