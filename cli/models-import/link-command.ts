import { Command, Option } from 'commander';
import { knownNormalisations, parseNormalisation } from '#core/model/import/normalisations.ts';
import { describeImport } from './describe-import.ts';
import { linkModel, type LinkOptions } from './link-model.ts';
import { wholeNumber, withPackageOptions } from './options.ts';

interface Flags extends Omit<
  LinkOptions,
  'server' | 'remote' | 'normalisation' | 'inputName' | 'outputName'
> {
  readonly normalise?: LinkOptions['normalisation'];
  readonly input: string;
  readonly output: string;
  readonly servedModel?: string;
  readonly servedVersion?: string;
  readonly signature?: string;
  readonly binary?: boolean;
  readonly payload?: string;
  readonly region?: string;
  readonly timeoutMs?: number;
  readonly attempts?: number;
  readonly inFlight?: number;
  readonly json?: boolean;
}

/** `umbel models link SERVER --out DIR --samples DIR --tile-px N`: a model that runs elsewhere becomes a package. Errors are thrown, for the caller to report. */
export function linkCommand(): Command {
  const command = new Command('link')
    .description(
      'make a package of a model that runs elsewhere: TensorFlow Serving, KServe, SageMaker, or our container',
    )
    .argument('<server>', 'https://host:port, or sagemaker:ENDPOINT')
    .addOption(
      new Option('--protocol <protocol>', 'of an address').choices(['tf-serving', 'kserve-v2', 'pictures']),
    )
    .option('--served-model <name>', 'name of the model on the server')
    .option('--served-version <name>', 'version of it (default: the server decides)')
    .requiredOption('--tile-px <n>', 'side of a tile', wholeNumber)
    .option('--input <name>', 'name of its input', 'input')
    .option('--output <name>', 'name of its output with the score', 'output')
    .option('--location <name>', 'an output [n, 2] that says where in the tile the plant stands')
    .addOption(
      new Option('--layout <layout>', 'order of its input').choices(['nchw', 'nhwc']).default('nhwc'),
    )
    .addOption(
      new Option('--dtype <type>', 'type of its input').choices(['float32', 'uint8']).default('float32'),
    )
    .option(
      '--normalise <how>',
      `what it is fed: ${Object.keys(knownNormalisations).join(', ')} or SCALE;MEANS;STDS`,
      parseNormalisation,
    )
    .addOption(
      new Option('--output-kind <kind>', 'what its values are').choices([
        'logit',
        'probability',
        'softmax-logits',
        'softmax',
      ]),
    )
    .option('--hogweed-class <n>', 'number of the class that is hogweed, from 0 on', wholeNumber)
    .option('--inverted', 'with one value a tile: low values are hogweed')
    .option('--signature <name>', 'tf-serving: signature (default: the default one)')
    .option('--binary', 'kserve-v2: send pixels as bytes')
    .addOption(
      new Option('--payload <form>', 'sagemaker: what its container reads (default: pictures)').choices([
        'pictures',
        'tf-serving',
        'kserve-v2',
      ]),
    )
    .option('--region <region>', 'sagemaker: region (default: that of the caller)')
    .option('--timeout-ms <ms>', 'longest wait for an answer (default: 30000)', wholeNumber)
    .option('--attempts <n>', 'how often a busy server is asked (default: 4)', wholeNumber)
    .option('--in-flight <n>', 'requests under way at once from a thread (default: 4)', wholeNumber);
  return withPackageOptions(command).action(async (server: string, { json, ...flags }: Flags) => {
    const result = await linkModel(optionsOf(server, flags));
    process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describeImport(result));
  });
}

/** The flags by where they belong: in `remote` of model.json, or beside it. */
function optionsOf(server: string, flags: Omit<Flags, 'json'>): LinkOptions {
  const {
    servedModel,
    servedVersion,
    signature,
    binary,
    payload,
    region,
    timeoutMs,
    attempts,
    inFlight,
    ...rest
  } = flags;
  const { normalise, input, output, ...options } = rest;
  const stated = {
    model: servedModel,
    version: servedVersion,
    signatureName: signature,
    binary,
    payload,
    region,
    timeoutMs,
    attempts,
    inFlight,
  };
  const remote = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
  return { server, remote, inputName: input, outputName: output, normalisation: normalise, ...options };
}
