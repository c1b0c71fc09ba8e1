import type { FlightFigures } from '#core/drift/flight-figures.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { simulateFlight, type World } from '../../core/drift/simulated-flights.ts';
import { flightOf } from '../../core/lake/season.ts';
import { sampleManifest } from '../../core/model/sample-manifest.ts';
import { writeFlight } from '../../platform/lake/write-season.ts';
import type { LocalPlatform } from '../local-platform.ts';

const now = Date.now();
const size = { flights: 20, photosPerFlight: 3, tilesPerPhoto: 4 };

interface FlownMore {
  readonly modelId?: string;
  readonly simulated?: boolean;
  readonly audit?: FlightFigures['audit'];
}

/** A flight in the lake and its figures beside its results; `ago` days. Returns its id. */
export async function flyOver(
  cloud: LocalPlatform,
  flown: {
    readonly ground: number;
    readonly ago: number;
    readonly change?: Partial<World>;
    readonly more?: FlownMore;
  },
): Promise<string> {
  const { ground, ago, change = {}, more = {} } = flown;
  const startedAt = new Date(now - ago * 86_400_000).toISOString();
  const flight = flightOf({ year: 2026, ground, size, startedAt, ...more });
  await writeFlight(openLocalLake(process.env['UMBEL_HOME'] ?? ''), flight);
  const flightId = String(flight.rows.runs[0]?.['flight_id']);
  const { figures } = simulateFlight(ground, change);
  const { modelId = figures.modelId, simulated = false } = more;
  const own = {
    ...figures,
    flightId,
    runId: flight.owner,
    modelId,
    simulated,
    audit: more.audit ?? figures.audit,
  };
  await cloud.put('results', `${flightId}/${flight.owner}/drift.json`, JSON.stringify(own));
  return flightId;
}

/** The model that went over these flights, with a reference of twenty flights. */
export async function shipModel(cloud: LocalPlatform): Promise<void> {
  const lessons = Array.from({ length: 20 }, (_, i) => simulateFlight(9000 + i).figures);
  const sums = lessons[0]!.histogram.map((_, bin) =>
    lessons.reduce((sum, { histogram }) => sum + histogram[bin]!, 0),
  );
  const total = sums.reduce((sum, count) => sum + count, 0);
  const manifest = {
    ...sampleManifest,
    referenceHistogram: sums.map((count) => count / total),
    metrics: { testTiles: total },
  };
  await cloud.put('models', 'models/meadow-1/model.json', JSON.stringify(manifest));
}
