import { Command, InvalidArgumentError, Option } from 'commander';
import { knownNormalisations, parseNormalisation } from '#core/model/import/normalisations.ts';
import { formatTiling, parseTiling } from '#core/tiling/tiling.ts';
import { importModel, type ImportOptions, type ImportResult } from './import-model.ts';

type Flags = Omit<ImportOptions, 'source' | 'normalisation'> & {
  readonly normalise?: ImportOptions['normalisation'];
  readonly json?: boolean;
};

/** `umbel models import FILE_OR_DIR --out DIR --samples DIR`: a model made elsewhere becomes a package. Errors are thrown, for the caller to report. */
export function importCommand(): Command {
  return new Command('import')
    .description('make a package of a model from elsewhere: an ONNX file, or a TensorFlow.js folder')
    .argument('<source>', '.onnx file, TensorFlow.js model.json, or a folder with one of them')
    .requiredOption('--out <dir>', 'folder for the package')
    .requiredOption(
      '--samples <dir>',
      'tiles to check it on: hogweed/ and background/, or pictures without classes',
    )
    .option(
      '--normalise <how>',
      `what the network is fed: ${Object.keys(knownNormalisations).join(', ')} or SCALE;MEANS;STDS (default: found out)`,
      parseNormalisation,
    )
    .option(
      '--hogweed-class <n>',
      'number of the class that is hogweed, from 0 on (default: found out)',
      wholeNumber,
    )
    .option('--inverted', 'with one value a tile: low values are hogweed')
    .addOption(
      new Option('--output-kind <kind>', 'what its values are (default: found out)').choices([
        'logit',
        'probability',
        'softmax-logits',
        'softmax',
      ]),
    )
    .option('--output <name>', 'the output with the score, where there are several')
    .option('--location <name>', 'an output [n, 2] that says where in the tile the plant stands')
    .option('--tile-px <n>', 'side of a tile, for networks that take any size', wholeNumber)
    .addOption(
      new Option('--layout <layout>', 'order of the input, where the file does not say').choices([
        'nchw',
        'nhwc',
      ]),
    )
    .option(
      '--tiling <tiling>',
      'tiling it was trained for: grid:2x2, px:512,64 or m:2,0.2 (default: grid:2x2)',
      parseTiling,
    )
    .option(
      '--threshold <t>',
      'confidence from which a tile is a detection (default: best F1 on the samples, else 0.5)',
      share,
    )
    .option('--calibrate', 'fit its confidences to the labelled samples')
    .addOption(
      new Option('--engine <engine>', 'run a TensorFlow.js model as it is instead of as ONNX').choices([
        'tfjs-wasm',
        'tfjs-node',
      ]),
    )
    .option('--name <name>', "first part of the model's id (default: from the file)")
    .option('--title <title>', 'for people')
    .option('--dataset <text>', 'what it was trained on')
    .option('--licence <text>', 'licence of what it was trained on')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (source: string, { json, normalise, ...flags }: Flags) => {
      const result = await importModel({ source, normalisation: normalise, ...flags });
      process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describeImport(result));
    });
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be between 0 and 1.');
}

/** The result for people. */
export function describeImport(result: ImportResult): string {
  const { input, output, samples } = result;
  const normalisation =
    input.dtype === 'uint8'
      ? ''
      : `, (byte * ${round(input.scale)} - [${input.mean.map(round).join(', ')}]) / [${input.std.map(round).join(', ')}]`;
  const isRow = output.kind.startsWith('softmax') || output.hogweedIndex > 0;
  const direction = output.inverted === true ? 'low values are hogweed' : 'high values are hogweed';
  const hogweed = isRow ? `hogweed is class ${output.hogweedIndex}` : direction;
  const figures = Object.entries(samples).map(([name, value]) => `${name} ${round(value)}`);
  const rows: readonly (readonly [string, string])[] = [
    ['Model', `${result.modelId} on ${result.engine}`],
    [
      'Input',
      `"${input.name}", ${input.tilePx} px, ${input.layout}, ${input.channels ?? 'rgb'} ${input.dtype}${normalisation}`,
    ],
    ['Output', `"${output.name}", ${output.kind}, ${hogweed}`],
    ['Tiling', formatTiling(result.tiling)],
    ['Threshold', String(round(result.threshold))],
    ['Samples', figures.join(', ')],
    ['Package', result.out],
    ...result.notes.map((note) => ['Note', note] as const),
  ];
  return rows.map(([label, text]) => `${label.padEnd(11)}${text}\n`).join('');
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
