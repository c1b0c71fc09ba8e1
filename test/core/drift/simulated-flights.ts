import { momentsOf } from '#core/drift/cell-moments.ts';
import { bins, countBins } from '#core/drift/confidence-bins.ts';
import type { FlightFigures } from '#core/drift/flight-figures.ts';
import { createRandom, type Random } from '#core/simulate/random.ts';

/** How the model sees a flight: what is drawn for each tile is the logarithm of the odds of hogweed. */
export interface World {
  /** Share of tiles with hogweed. */
  readonly prevalence: number;
  /** Added to the log odds of tiles without and with hogweed. */
  readonly emptyShift: number;
  readonly plantShift: number;
  /** Weights put in another order: answers have nothing to do with the tile. */
  readonly shuffled: boolean;
  readonly brightness: number;
  readonly surveyDate: string;
}

/** Distance of the two classes in standard deviations, as of a model with an AUC of 0.995. */
const separation = 3.6;
/** Prevalence for which the log odds are calibrated. */
const usualPrevalence = 0.03;
const usual: World = {
  prevalence: usualPrevalence,
  emptyShift: 0,
  plantShift: 0,
  shuffled: false,
  brightness: 0.45,
  surveyDate: '2026-07-14',
};

export interface SimulatedFlight {
  readonly figures: FlightFigures;
  readonly photos: readonly {
    readonly confidences: readonly number[];
    readonly hogweed: readonly boolean[];
  }[];
}

/** Photos of a line; each shows three quarters of the one before it again. */
const photosPerLine = 10;
const overlap = 0.75;
/** Tiles along a side of a piece of ground: 22 m of tiles that begin every 2 m. */
const cellTiles = 11;
/** Of what makes a tile look like hogweed, the share that lies in the ground: every view of it has it. */
const groundShare = 0.7;

/**
 * A flight of results without pictures. Flights differ (light, ground), and so do photos; overlapping photos see the same
 * ground; plants come in clusters: some pieces of ground have many, most none.
 */
export function simulateFlight(
  seed: number,
  change: Partial<World> = {},
  photos = 100,
  tilesPerPhoto = 64,
): SimulatedFlight {
  const random = createRandom(seed);
  const flightShift = 0.25 * normal(random);
  const world = { ...usual, prevalence: usualPrevalence * Math.exp(0.6 * normal(random)), ...change };
  const rows = rowsOf(tilesPerPhoto);
  const cols = tilesPerPhoto / rows;
  const ground = growGround(world, rows, random);
  const taken = Array.from({ length: photos }, (_, photo) => {
    const shift = flightShift + 0.2 * normal(random);
    const from = Math.round((photo % photosPerLine) * cols * (1 - overlap));
    const tiles = Array.from({ length: tilesPerPhoto }, (__, tile) =>
      ground({
        line: Math.floor(photo / photosPerLine),
        col: from + (tile % cols),
        row: Math.floor(tile / cols),
      }),
    );
    const confidences = tiles.map(({ isHogweed, look }) =>
      confidenceOf(isHogweed, world, { random, shift, look }),
    );
    return {
      confidences,
      hogweed: tiles.map(({ isHogweed }) => isHogweed),
      cells: tiles.map(({ cell }) => cell),
    };
  });
  return { figures: figuresOf(seed, world, taken), photos: taken };
}

/** Rows of a photo with so many tiles, no more than columns. */
function rowsOf(tiles: number): number {
  let rows = Math.floor(Math.sqrt(tiles));
  while (tiles % rows !== 0) rows--;
  return rows;
}

interface GroundTile {
  readonly isHogweed: boolean;
  /** What the ground adds to the evidence, a normal number. */
  readonly look: number;
  /** The piece of ground. */
  readonly cell: string;
}

/** The ground below a flight, grown where it is looked at: the same place is the same in every photo. */
function growGround(world: World, rows: number, random: Random) {
  const shares = new Map<string, number>();
  const grown = new Map<string, GroundTile>();
  return ({ line, col, row }: { line: number; col: number; row: number }): GroundTile => {
    const place = `${line} ${col} ${row}`;
    const known = grown.get(place);
    if (known !== undefined) return known;
    const cell = `${line} ${Math.floor(col / cellTiles)} ${Math.floor(row / cellTiles)}`;
    // A gamma distribution would do as well: a third of the ground holds nearly all plants.
    const patch = `${line} ${Math.floor(col / rows)}`;
    const share = shares.get(patch) ?? Math.min(0.9, world.prevalence * (random.next() < 1 / 3 ? 3 : 0.05));
    shares.set(patch, share);
    const tile = { isHogweed: random.next() < share, look: normal(random), cell };
    grown.set(place, tile);
    return tile;
  };
}

function confidenceOf(
  isHogweed: boolean,
  world: World,
  { random, shift, look }: { random: Random; shift: number; look: number },
): number {
  const prior = Math.log(usualPrevalence / (1 - usualPrevalence));
  const d2 = separation ** 2;
  const noise = Math.sqrt(groundShare) * look + Math.sqrt(1 - groundShare) * normal(random);
  const evidence = (isHogweed ? d2 / 2 : -d2 / 2) + separation * noise;
  const odds = world.shuffled
    ? -1 + 2 * noise
    : prior + evidence + shift + (isHogweed ? world.plantShift : world.emptyShift);
  return 1 / (1 + Math.exp(-odds));
}

interface TakenPhoto {
  readonly confidences: readonly number[];
  readonly cells: readonly string[];
}

function figuresOf(seed: number, world: World, photos: readonly TakenPhoto[]): FlightFigures {
  const tiles = photos.flatMap(({ confidences, cells }) =>
    confidences.map((confidence, i) => ({ confidence, cell: cells[i]! })),
  );
  const byCell = Map.groupBy(tiles, ({ cell }) => cell);
  const counts = [...byCell.values()].map((own) => countBins(own.map(({ confidence }) => confidence)));
  const histogram = Array.from({ length: bins }, (_, bin) =>
    counts.reduce((sum, cell) => sum + cell[bin]!, 0),
  );
  const all = tiles.map(({ confidence }) => confidence);
  const share = (from: number, to: number) =>
    all.filter((value) => value >= from && value < to).length / all.length;
  return {
    schema: 'umbel.drift-figures/1',
    flightId: `flight-${seed}`,
    runId: `flight-${seed}-run`,
    modelId: 'meadow-1',
    surveyDate: world.surveyDate,
    simulated: false,
    photos: photos.length,
    tiles: all.length,
    histogram,
    cells: momentsOf(counts),
    unsureShare: share(0.2, 0.8),
    bandShares: { certain: share(0.9, 2), probable: share(0.8, 0.9), possible: share(0.5, 0.8) },
    brightness: { median: world.brightness * (1 + 0.02 * Math.sin(seed)), photos: photos.length },
    sharpness: { median: 200 * (1 + 0.1 * Math.cos(seed)), photos: photos.length },
    gsdM: { median: 0.01, photos: photos.length },
    audit: { threshold: 0.5, tileShare: 0.1, drawn: [] },
  };
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
