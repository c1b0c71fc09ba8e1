import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { SplitName, SplitRule } from '#core/snapshot/snapshot.ts';
import { defaultCellM, defaultGuardM } from '#core/snapshot/split.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Candidates } from '#platform/snapshot/candidates.ts';
import { createSnapshot } from '#platform/snapshot/create.ts';
import { candidatesFromLabels } from '#platform/snapshot/from-labels.ts';
import { type LoadedSnapshot, loadSnapshot } from '#platform/snapshot/store.ts';
import type { ModelCloud } from '../models/open-registry.ts';
import { progressLine } from '../progress.ts';
import { candidatesFromFolder } from './from-folder.ts';

export interface CreateOptions {
  /** Flights whose labels are taken. */
  readonly flight?: readonly string[] | undefined;
  /** Flights that are the test part as a whole, in addition to `flight`. */
  readonly heldOut?: readonly string[] | undefined;
  /** A folder of tiles in place of labels. */
  readonly tiles?: string | undefined;
  readonly licence: string;
  readonly by?: 'ground' | 'group' | undefined;
  /** Snapshot whose split is kept for the ground that it holds. */
  readonly previous?: string | undefined;
  /** `70,15,15`: train, validation and test in per cent. */
  readonly shares: string;
  readonly seed: string;
  readonly cellM?: string | undefined;
  readonly guardM?: string | undefined;
  readonly quiet?: boolean | undefined;
}

/**
 * Makes a snapshot from the labels of flights or from a folder of tiles.
 * @throws UmbelError `snapshot.options-invalid`, and those of the sources and of `createSnapshot`
 */
export async function createFrom(cloud: ModelCloud, options: CreateOptions): Promise<LoadedSnapshot> {
  const candidates = await candidatesOf(cloud, options);
  const { store } = cloud;
  const former = options.previous === undefined ? undefined : await loadSnapshot(store, options.previous);
  const known = candidates.tiles.filter(({ place }) => place !== undefined).length;
  const placed = known >= mostlyPlaced * candidates.tiles.length;
  const line = progressLine({ quiet: options.quiet });
  line.stage('Reading tiles', candidates.tiles.length, 'tiles');
  try {
    return await createSnapshot(store, {
      candidates,
      source:
        options.tiles === undefined
          ? { flights: flightsOf(options) }
          : { folder: path.basename(path.resolve(options.tiles)) },
      licence: options.licence,
      split: splitRuleOf(options, placed, former?.snapshot.split),
      decided: former === undefined ? undefined : decidedSplits(former),
      onRead: () => line.add(1),
    });
  } finally {
    line.end();
  }
}

/** Share of tiles with a known place from which a snapshot is split by ground; the others are left out then. */
const mostlyPlaced = 0.8;

/** Every flight whose labels are taken, each once. */
function flightsOf({ flight = [], heldOut = [] }: CreateOptions): string[] {
  return [...new Set([...flight, ...heldOut])].sort();
}

async function candidatesOf(cloud: ModelCloud, options: CreateOptions): Promise<Candidates> {
  const { flight = [], heldOut = [], tiles } = options;
  if (flight.length > 0 === (tiles !== undefined))
    throw invalid('Give either flights (--flight ID, as often as needed) or a folder (--tiles DIR).');
  if (tiles !== undefined && heldOut.length > 0)
    throw invalid('--held-out names flights; a folder (--tiles DIR) has none.');
  if (tiles !== undefined) return candidatesFromFolder(tiles);
  for (const flightId of flightsOf(options)) {
    if ((await cloud.tables.flights.getFlight(flightId)) !== undefined) continue;
    throw new UmbelError({
      code: 'flight.not-found',
      kind: 'not-found',
      message: `There is no flight ${flightId}.`,
      hint: 'The id of a flight is in the first line of what umbel run prints.',
    });
  }
  return candidatesFromLabels({
    objects: cloud.store.objects,
    labels: cloud.tables.labels,
    buckets: { uploads: requireEnvironment('uploadsBucket'), review: requireEnvironment('reviewBucket') },
    flightIds: flightsOf(options),
  });
}

/** The parts in which an earlier snapshot put its groups. */
export function decidedSplits({ tiles }: Pick<LoadedSnapshot, 'tiles'>): Map<string, SplitName> {
  return new Map(tiles.map(({ group, split }) => [group, split]));
}

/**
 * The rule that the options ask for: by ground where nearly every tile has a place, unless told otherwise.
 * @param former of the snapshot that is continued: groups are only the same ones by the same rule
 */
export function splitRuleOf(options: CreateOptions, placed: boolean, former?: SplitRule): SplitRule {
  const by = options.by ?? former?.by ?? (placed ? 'ground' : 'group');
  const [train, validation, test, ...more] = options.shares.split(',').map(numberIn);
  if (train === undefined || validation === undefined || test === undefined || more.length > 0)
    throw invalid(`--shares ${options.shares} is not of the form 70,15,15.`);
  if (Math.abs(train + validation + test - 100) > 1e-6 || train === 0)
    throw invalid(`--shares ${options.shares} does not add up to 100, or leaves nothing to learn from.`);
  const rule = {
    by,
    previous: options.previous ?? null,
    seed: numberIn(options.seed),
    shares: { train, validation, test },
    ...(options.heldOut === undefined ? {} : { heldOut: [...new Set(options.heldOut)].sort() }),
  };
  if (!Number.isInteger(rule.seed)) throw invalid(`--seed ${options.seed} is no whole number.`);
  if (former !== undefined && former.by !== by)
    throw invalid(`${options.previous} was split by ${former.by}, not by ${by}: its parts cannot be kept.`);
  if (by === 'group') {
    if (options.cellM === undefined && options.guardM === undefined) return rule;
    throw invalid('--cell-m and --guard-m are for splits by ground.');
  }
  const cellM = options.cellM === undefined ? (former?.cellM ?? defaultCellM) : numberIn(options.cellM);
  const guardM = options.guardM === undefined ? defaultGuardM : numberIn(options.guardM);
  if (former?.cellM !== undefined && former.cellM !== cellM)
    throw invalid(
      `${options.previous} has cells of ${former.cellM} m, not ${cellM} m: its parts cannot be kept.`,
    );
  if (cellM < 1) throw invalid(`--cell-m ${options.cellM}: cells are at least 1 m wide.`);
  return { ...rule, cellM, guardM };
}

function numberIn(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw invalid(`"${text}" is no number from 0 on.`);
}

function invalid(message: string): UmbelError {
  return new UmbelError({
    code: 'snapshot.options-invalid',
    kind: 'bad-input',
    message,
    hint: 'See umbel snapshot create --help.',
  });
}
