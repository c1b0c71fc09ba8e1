import {
  inferKind,
  lastOperation,
  type OutputKind,
  type RawOutput,
} from '#core/model/import/infer-output.ts';
import type { InputShape } from '#core/model/import/infer-input.ts';
import type { Network } from '#core/model/import/network.ts';
import {
  knownNormalisations,
  type Normalisation,
  normalisesItself,
} from '#core/model/import/normalisations.ts';
import { refuseImport } from '#core/model/import/refuse-import.ts';
import { type Reading, takeLikeliest } from '#core/model/import/weigh-readings.ts';
import { confidencesOf } from '#core/model/output.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { checkBatches, runSamples } from './run-samples.ts';
import type { Samples } from './read-samples.ts';
import type { NetworkRunner } from './source.ts';

export interface ReadingWishes {
  readonly normalisation?: Normalisation | undefined;
  readonly outputKind?: OutputKind | undefined;
  readonly hogweedClass?: number | undefined;
  /** True: a low value speaks for hogweed. */
  readonly inverted?: boolean | undefined;
}

/** How the network is fed and read. */
export interface SettledReading {
  readonly input: ModelManifest['input'];
  readonly output: ModelManifest['output'];
  readonly raw: RawOutput;
  readonly notes: readonly string[];
}

export interface ReadingParts {
  readonly network: Network;
  readonly runner: NetworkRunner;
  readonly shape: InputShape;
  readonly outputs: { readonly name: string; readonly locationName?: string };
  readonly samples: Samples;
}

type Choice = SettledReading;

/**
 * Normalisation, kind of output and class of hogweed: as wished, as the network shows, or as the labelled samples prove.
 * @throws UmbelError `import.reading-unclear` with the options that settle it, `import.batch`, `import.nan`
 */
export async function settleReading(parts: ReadingParts, wishes: ReadingWishes): Promise<SettledReading> {
  const { samples } = parts;
  const normalisations = possibleNormalisations(parts, wishes);
  const readings: Reading<Choice>[] = [];
  for (const [name, normalisation] of normalisations)
    readings.push(...(await readingsWith(parts, wishes, { name, normalisation })));
  const [only] = readings;
  if (only !== undefined && readings.length === 1) return only.choice;
  if (samples.labels === undefined) throw unclear(parts, normalisations.length, readings);
  const { choice, name, auc } = takeLikeliest(readings, samples.labels);
  return {
    ...choice,
    notes: [
      ...choice.notes,
      `The samples show how it is read: ${name} (AUC ${auc.toFixed(3)} of ${readings.length} readings tried).`,
    ],
  };
}

function possibleNormalisations(
  { shape, network }: ReadingParts,
  { normalisation }: ReadingWishes,
): [string, Normalisation][] {
  if (normalisation !== undefined) return [['as stated', normalisation]];
  const { bytes, ...others } = knownNormalisations;
  if (shape.dtype === 'uint8' || normalisesItself(network)) return [['bytes', bytes!]];
  return [['bytes', bytes!], ...Object.entries(others)];
}

async function readingsWith(
  { network, runner, shape, outputs, samples }: ReadingParts,
  wishes: ReadingWishes,
  { name, normalisation }: { name: string; normalisation: Normalisation },
): Promise<Reading<Choice>[]> {
  const { isBatchFixed: _fixed, ...base } = shape;
  const input = { ...base, ...normalisation };
  const run = { runner, input, output: outputs.name };
  await checkBatches(run, samples);
  const raw = await runSamples(run, samples);
  const found = inferKind(lastOperation(network, outputs.name), raw);
  const kind = wishes.outputKind ?? found.kind;
  const isGuess = wishes.outputKind === undefined && found.by === 'seen';
  const notes = isGuess
    ? [`Its values look like ${kind}; say --output-kind if they are something else.`]
    : [];
  return classChoices(raw.classes, wishes).map(({ hogweedIndex, inverted, name: className }) => {
    const output = { ...outputs, kind, hogweedIndex, ...(inverted ? { inverted } : {}) };
    const calibration = { temperature: 1, bias: 0 };
    const confidences = confidencesOf(raw.values, samples.count, { output, calibration });
    return {
      choice: { input, output, raw, notes },
      name: className === '' ? name : `${name}, ${className}`,
      confidences,
    };
  });
}

/** More classes than this are not tried one by one. */
const mostClasses = 64;

function classChoices(
  classes: number,
  { hogweedClass, inverted }: ReadingWishes,
): { hogweedIndex: number; inverted: boolean; name: string }[] {
  if (classes === 1) {
    if (hogweedClass !== undefined && hogweedClass > 1) throw noSuchClass(hogweedClass, 2);
    const wished = inverted ?? (hogweedClass === undefined ? undefined : hogweedClass === 0);
    const directions = wished === undefined ? [false, true] : [wished];
    return directions.map((low) => ({
      hogweedIndex: 0,
      inverted: low,
      name: low ? 'low values for hogweed' : 'high values for hogweed',
    }));
  }
  if (hogweedClass !== undefined) {
    if (hogweedClass >= classes) throw noSuchClass(hogweedClass, classes);
    return [{ hogweedIndex: hogweedClass, inverted: false, name: '' }];
  }
  if (classes > mostClasses) {
    throw refuseImport(
      'reading-unclear',
      `The network has ${classes} classes.`,
      'Say --hogweed-class with the number of the one that is hogweed, from 0 on.',
    );
  }
  return Array.from({ length: classes }, (_, index) => ({
    hogweedIndex: index,
    inverted: false,
    name: `class ${index}`,
  }));
}

function noSuchClass(wished: number, classes: number): Error {
  return refuseImport(
    'reading-unclear',
    `The network has ${classes} classes; ${wished} is not one of them.`,
    `Say --hogweed-class 0 to ${classes - 1}.`,
  );
}

function unclear(
  { network }: ReadingParts,
  normalisations: number,
  readings: readonly Reading<Choice>[],
): Error {
  const classes = readings[0]?.choice.raw.classes ?? 1;
  const open = [
    ...(normalisations > 1 ? [`--normalise ${Object.keys(knownNormalisations).join('|')}`] : []),
    ...(classes > 1 && readings.length > normalisations ? [`--hogweed-class 0 to ${classes - 1}`] : []),
    ...(classes === 1 && readings.length > normalisations
      ? ['--hogweed-class 1 (high values are hogweed) or 0 (low values)']
      : []),
  ];
  return refuseImport(
    'reading-unclear',
    `Nothing in the file (from ${network.producer || 'an unknown program'}) says how it is to be fed and read.`,
    `Say ${open.join(' and ')}, or give labelled samples (hogweed/ and background/), which settle it.`,
  );
}
