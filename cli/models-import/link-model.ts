import { allowServer } from '#platform/engines/remote/address-guard.ts';
import { createRemoteDriver } from '#platform/engines/remote/remote.ts';
import type { OutputKind, RawOutput } from '#core/model/import/infer-output.ts';
import { knownNormalisations, type Normalisation } from '#core/model/import/normalisations.ts';
import { refuseImport } from '#core/model/import/refuse-import.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { type RemoteModel, remoteSchema } from '#core/model/remote.ts';
import { describeZodError } from '#core/validation.ts';
import { finishImport, type ImportResult, type PackageWishes } from './finish-import.ts';
import { readSamples, type Samples } from './read-samples.ts';
import { checkTarget } from './write-package.ts';

export interface LinkOptions extends PackageWishes {
  /** `https://host:port/path` or `sagemaker:ENDPOINT`. */
  readonly server: string;
  readonly protocol?: 'tf-serving' | 'kserve-v2' | 'pictures' | undefined;
  /** What else `remote` of model.json holds, as stated. */
  readonly remote: Readonly<Record<string, unknown>>;
  readonly tilePx: number;
  readonly inputName: string;
  readonly outputName: string;
  readonly location?: string | undefined;
  readonly layout: ModelManifest['input']['layout'];
  readonly dtype: ModelManifest['input']['dtype'];
  readonly normalisation?: Normalisation | undefined;
  readonly outputKind?: OutputKind | undefined;
  readonly hogweedClass?: number | undefined;
  readonly inverted?: boolean | undefined;
}

/** So many samples are asked for at once, as a run does. */
const batchSize = 8;

/**
 * The package of a model that runs elsewhere. Nothing of it is found out: the server was asked for every sample as stated,
 * and what it answered is in the package as its sanity tiles.
 * @throws UmbelError `import.server-invalid`, `import.reading-unclear`, and those of the remote driver
 */
export async function linkModel(options: LinkOptions): Promise<ImportResult> {
  await checkTarget(options.out);
  const remote = remoteOf(options);
  const allowed = remote.protocol === 'sagemaker' ? undefined : allowServer(new URL(remote.url));
  const isPictures =
    remote.protocol === 'pictures' || (remote.protocol === 'sagemaker' && remote.payload === 'pictures');
  const input = inputOf(options, isPictures);
  const samples = await readSamples(options.samples, options.tilePx);
  const kind = options.outputKind ?? (isPictures ? 'probability' : undefined);
  if (kind === undefined) {
    throw refuseImport(
      'reading-unclear',
      'A server does not say what its values are.',
      'Say --output-kind logit, probability, softmax-logits or softmax.',
    );
  }
  const output = {
    name: isPictures ? 'predictions' : options.outputName,
    kind,
    hogweedIndex: options.hogweedClass ?? 0,
    ...(options.inverted === true ? { inverted: true } : {}),
    ...(options.location === undefined ? {} : { locationName: options.location }),
  };
  const raw = await askForAll({ input, output, remote }, samples);
  if (raw.classes > 1 && options.hogweedClass === undefined) {
    throw refuseImport(
      'reading-unclear',
      `The server gives ${raw.classes} values a tile.`,
      `Say --hogweed-class 0 to ${raw.classes - 1}.`,
    );
  }
  const notes = [
    `It runs at ${options.server}; only what it answered on the samples is known of it.`,
    ...(allowed === undefined
      ? []
      : [`If that is on this computer or in a private network, runs must be allowed to ask it: ${allowed}`]),
  ];
  const origin = {
    source: servedName(remote),
    engine: 'remote',
    remote,
    files: new Map(),
    notes,
  } as const;
  return finishImport(
    origin,
    { reading: { input, output, raw, notes: [] }, samples },
    { title: `Runs at ${options.server}`, ...options },
  );
}

/** What the package is called after: the model's name on its server, or the server's. */
function servedName(remote: RemoteModel): string {
  if (remote.protocol === 'sagemaker') return remote.endpointName;
  const name = remote.protocol === 'pictures' ? new URL(remote.url).hostname : remote.model;
  return name.replaceAll('.', '-');
}

function remoteOf({ server, protocol, remote }: LinkOptions): RemoteModel {
  const endpoint = /^sagemaker:(.*)$/.exec(server)?.[1];
  const address =
    endpoint === undefined ? { protocol, url: server } : { protocol: 'sagemaker', endpointName: endpoint };
  const result = remoteSchema.safeParse({ ...address, ...remote });
  if (result.success) return result.data;
  throw refuseImport(
    'server-invalid',
    `${server} cannot be asked as stated: ${describeZodError(result.error)}.`,
    'Give an http or https address with --protocol tf-serving, kserve-v2 or pictures (and --served-model), or sagemaker:ENDPOINT.',
  );
}

function inputOf(
  { inputName, tilePx, layout, dtype, normalisation }: LinkOptions,
  isPictures: boolean,
): ModelManifest['input'] {
  if (isPictures)
    return { name: 'instances', tilePx, layout: 'nhwc', dtype: 'uint8', ...knownNormalisations['bytes']! };
  if (dtype === 'uint8') return { name: inputName, tilePx, layout, dtype, ...knownNormalisations['bytes']! };
  if (normalisation === undefined) {
    throw refuseImport(
      'reading-unclear',
      'A server does not say what its network is fed.',
      `Say --normalise ${Object.keys(knownNormalisations).join('|')}, or --dtype uint8.`,
    );
  }
  return { name: inputName, tilePx, layout, dtype, ...normalisation };
}

async function askForAll(
  parts: Pick<ModelManifest, 'input' | 'output'> & { remote: RemoteModel },
  { pixels, count, tilePx }: Samples,
): Promise<RawOutput> {
  const calibration = { temperature: 1, bias: 0 };
  const driver = createRemoteDriver({ ...parts, calibration }, parts.remote);
  const size = tilePx * tilePx * 3;
  const starts = Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => i * batchSize);
  try {
    const answers = await Promise.all(
      starts.map(async (start) => {
        const tiles = Math.min(batchSize, count - start);
        const batch = { pixels: pixels.subarray(start * size, (start + tiles) * size), count: tiles };
        return (await driver.infer(driver.preprocess(batch))).raw;
      }),
    );
    const values = Float32Array.from(answers.flatMap((answer) => [...answer]));
    return { values, classes: values.length / count };
  } finally {
    await driver.dispose();
  }
}
