import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { parseTiling } from '#core/tiling/tiling.ts';
import { parseTrainJob, type TrainJob } from './job/train-job.ts';
import { trainPackage } from './job/train-package.ts';

/** Hyperparameters are texts, whatever they mean. */
const parametersSchema = z.record(z.string(), z.string());

/** Hyperparameters that stay texts. */
const texts = new Set(['engine', 'name', 'title', 'licence', 'snapshotId', 'groups', 'backbone', 'command']);

/**
 * The job that the surroundings describe: hyperparameters in `<root>/input/config/hyperparameters.json` or, one by one, in
 * environment variables `UMBEL_TRAIN_EPOCHS`, `UMBEL_TRAIN_TILE_PX`; tiles in `<root>/input/data/tiles`, a backbone in
 * `<root>/input/data/backbone`. Source of the layout: Amazon SageMaker AI Developer Guide, "How Amazon SageMaker AI Provides Training
 * Information".
 * @throws UmbelError `training.option-invalid`
 */
export async function readSagemakerJob(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TrainJob> {
  const file = join(root, 'input/config/hyperparameters.json');
  const given = existsSync(file) ? parameters(await readFile(file, 'utf8'), file) : {};
  const fromEnvironment = Object.entries(environment).flatMap(([name, value]) => {
    const [, key] = /^UMBEL_TRAIN_([A-Z_]+)$/.exec(name) ?? [];
    return key === undefined || value === undefined
      ? []
      : [[camel(key.toLowerCase().replaceAll('_', '-')), value] as const];
  });
  const options = [
    ...fromEnvironment,
    ...Object.entries(given).map(([name, value]) => [camel(name), value] as const),
  ];
  const backbone = join(root, 'input/data/backbone');
  return parseTrainJob({
    command: 'containers/training train',
    checkpoints: join(root, 'checkpoints'),
    ...(existsSync(backbone) ? { backbone } : {}),
    ...Object.fromEntries(options.map(([name, value]) => [name, valueOf(name, value)])),
    tiles: join(root, 'input/data/tiles'),
    out: join(root, 'model/package'),
  });
}

/** Trains as the surroundings say; why it failed stands in `<root>/output/failure`, where SageMaker looks for it. */
export async function trainAsSagemaker(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { made, judgement } = await trainPackage(await readSagemakerJob(root, environment), {
      signal,
      // SageMaker reads metrics from lines by pattern: `loss=0.1234;`.
      onProgress: ({ name }, { epoch, epochs, loss, validationAuc }) =>
        console.log(
          `${name}: epoch=${epoch}; epochs=${epochs}; loss=${loss.toFixed(4)};${validationAuc === undefined ? '' : ` auc=${validationAuc.toFixed(4)};`}`,
        ),
    });
    const { auc, f1, ece } = judgement.metrics;
    console.log(
      `final: model=${made.modelId}; heldOutAuc=${auc.toFixed(4)}; heldOutF1=${f1.toFixed(4)}; heldOutEce=${ece.toFixed(4)};`,
    );
  } catch (error) {
    const failure = join(root, 'output/failure');
    await mkdir(dirname(failure), { recursive: true });
    const hint = error instanceof UmbelError && error.hint !== undefined ? ` ${error.hint}` : '';
    await writeFile(failure, `${error instanceof Error ? error.message : String(error)}${hint}\n`);
    throw error;
  }
}

function parameters(text: string, file: string): Record<string, string> {
  try {
    return parametersSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UmbelError({
      code: 'training.option-invalid',
      kind: 'bad-input',
      message: `${file} is no object of texts.`,
      hint: 'Write every hyperparameter as a text: {"epochs": "24"}.',
      cause,
    });
  }
}

/** `tile-px` and `tilePx` alike. */
function camel(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function valueOf(name: string, text: string): unknown {
  if (name === 'tiling') return parseTiling(text);
  if (texts.has(name)) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return Number(text);
}
