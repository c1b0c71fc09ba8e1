import { inferInput, type InputWishes } from '#core/model/import/infer-input.ts';
import { chooseOutput, type OutputWishes } from '#core/model/import/infer-output.ts';
import { refuseDetector } from '#core/model/import/refuse-detector.ts';
import { finishImport, type ImportResult, type PackageWishes } from './finish-import.ts';
import { readSamples } from './read-samples.ts';
import { readSource } from './read-source.ts';
import { type ReadingWishes, settleReading } from './settle-reading.ts';
import type { TfjsEngine } from './tfjs-source.ts';
import { checkTarget } from './write-package.ts';

export interface ImportOptions extends InputWishes, OutputWishes, ReadingWishes, PackageWishes {
  /** File or folder. */
  readonly source: string;
  readonly engine?: TfjsEngine | undefined;
}

/**
 * The package that was made of a model from elsewhere; it was scored on the samples and lies in `out`.
 * @throws UmbelError `import.*` with what to say or to change, `model.weights-nan`, `model.layer-unsupported`
 */
export async function importModel(options: ImportOptions): Promise<ImportResult> {
  await checkTarget(options.out);
  const source = await readSource(options.source, { engine: options.engine });
  const { network } = source;
  refuseDetector(network);
  const shape = inferInput(network, options);
  const outputs = chooseOutput(network, options);
  const samples = await readSamples(options.samples, shape.tilePx);
  const runner = await source.openRunner();
  try {
    const reading = await settleReading({ network, runner, shape, outputs, samples }, options);
    return await finishImport({ ...source, source: options.source }, { reading, samples }, options);
  } finally {
    await runner.close();
  }
}
