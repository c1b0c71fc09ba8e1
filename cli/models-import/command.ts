import { Command, Option } from 'commander';
import { knownNormalisations, parseNormalisation } from '#core/model/import/normalisations.ts';
import { describeImport } from './describe-import.ts';
import { importModel, type ImportOptions } from './import-model.ts';
import { wholeNumber, withPackageOptions } from './options.ts';

type Flags = Omit<ImportOptions, 'source' | 'normalisation'> & {
  readonly normalise?: ImportOptions['normalisation'];
  readonly json?: boolean;
};

const normalisations = Object.keys(knownNormalisations).join(', ');

/** `umbel models import FILE_OR_DIR --out DIR --samples DIR`: a model made elsewhere becomes a package. Errors are thrown, for the caller to report. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('make a package of a model from elsewhere: an ONNX file, or a TensorFlow.js folder')
    .argument('<source>', '.onnx file, TensorFlow.js model.json, or a folder with one of them')
    .option(
      '--normalise <how>',
      `what the network is fed: ${normalisations} or SCALE;MEANS;STDS (default: found out)`,
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
    .addOption(
      new Option('--engine <engine>', 'run a TensorFlow.js model as it is instead of as ONNX').choices([
        'tfjs-wasm',
        'tfjs-node',
      ]),
    );
  return withPackageOptions(command).action(async (source: string, { json, normalise, ...flags }: Flags) => {
    const result = await importModel({ source, normalisation: normalise, ...flags });
    process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describeImport(result));
  });
}
