import { countBins, type FlightFigures, poolPhotos } from '#core/drift/flight-figures.ts';
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

/**
 * A flight of results without pictures. Photos differ (light, ground) and so do flights; plants come in clusters: some
 * photos have many, most none.
 */
export function simulateFlight(
  seed: number,
  change: Partial<World> = {},
  photos = 100,
  tilesPerPhoto = 64,
): SimulatedFlight {
  const random = createRandom(seed);
  const ground = 0.25 * normal(random);
  const world = { ...usual, prevalence: usualPrevalence * Math.exp(0.6 * normal(random)), ...change };
  const taken = Array.from({ length: photos }, () => {
    const light = 0.2 * normal(random);
    // A gamma distribution would do as well: a third of the photos holds nearly all plants.
    const share = Math.min(0.9, world.prevalence * (random.next() < 1 / 3 ? 3 : 0.05));
    const hogweed = Array.from({ length: tilesPerPhoto }, () => random.next() < share);
    const confidences = hogweed.map((isHogweed) =>
      confidenceOf(isHogweed, world, { random, shift: ground + light }),
    );
    return { confidences, hogweed };
  });
  return {
    figures: figuresOf(
      seed,
      world,
      taken.map(({ confidences }) => confidences),
    ),
    photos: taken,
  };
}

function confidenceOf(
  isHogweed: boolean,
  world: World,
  { random, shift }: { random: Random; shift: number },
): number {
  const prior = Math.log(usualPrevalence / (1 - usualPrevalence));
  const d2 = separation ** 2;
  const evidence = (isHogweed ? d2 / 2 : -d2 / 2) + separation * normal(random);
  const odds = world.shuffled
    ? -1 + 2 * normal(random)
    : prior + evidence + shift + (isHogweed ? world.plantShift : world.emptyShift);
  return 1 / (1 + Math.exp(-odds));
}

function figuresOf(seed: number, world: World, photos: readonly (readonly number[])[]): FlightFigures {
  const counts = photos.map(countBins);
  const { histogram, shareVariance } = poolPhotos(counts);
  const all = photos.flat();
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
    shareVariance,
    shownVariance: poolPhotos(counts.map((bins) => bins.map((count, bin) => (bin === 0 ? 0 : count))))
      .shareVariance,
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
