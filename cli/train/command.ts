import { Command, Option } from 'commander';
import { trainingEngines } from '#containers/training/training-engine.ts';
import { parseTiling, type Tiling } from '#core/tiling/tiling.ts';
import { describeTraining } from './describe.ts';
import { commandOf, runTraining } from './run-training.ts';
import { withLesson } from './snapshot-lesson.ts';

interface Flags {
  readonly tiles?: string;
  readonly snapshot?: string;
  readonly json?: boolean;
  readonly batch?: number;
  readonly crossValidation?: boolean;
  readonly holdOut?: boolean;
  readonly tiling?: Tiling;
}

/** `umbel train`: tiles to a model package. Errors are thrown, for the caller to report. */
export function trainCommand(): Command {
  return new Command('train')
    .description('train a model from tiles that people have labelled')
    .option('--tiles <dir>', 'folder with the folders hogweed and background')
    .option(
      '--snapshot <id>',
      'the tiles of a label snapshot in place of a folder; its test part is left alone',
    )
    .requiredOption(
      '--out <dir>',
      'new or empty folder for the model package; the report is written beside it',
    )
    .option(
      '--epochs <n>',
      'most times that every tile is learned from (default: by the number of tiles)',
      Number,
    )
    .option('--seed <s>', 'whole number that decides everything else (default 1)', Number)
    .addOption(
      new Option(
        '--engine <engine>',
        'what trains (default: tfjs-node where installed, else tfjs-wasm)',
      ).choices([...trainingEngines]),
    )
    .option('--cross-validation', 'measure on every part of the ground in turn (default up to 5,000 tiles)')
    .option('--hold-out', 'measure on one part of the ground alone, and stop when it no longer gains')
    .option('--folds <n>', 'parts of the ground (default 5)', Number)
    .option(
      '--patience <n>',
      'with --hold-out: epochs without gain after which training ends (default 8)',
      Number,
    )
    .option('--groups <file>', 'CSV with the columns file and group: tiles of one group are never split')
    .option(
      '--recall <share>',
      'share of hogweed that must be found, 0..1: decides the threshold (default: best F1)',
      Number,
    )
    .option('--backbone <dir>', 'package to go on from: its trunk first frozen, then fine-tuned')
    .option('--tile-px <px>', 'side of a tile as the network sees it, a multiple of 16 (default 64)', Number)
    .option('--batch <n>', 'tiles in a step (default 32)', Number)
    .option('--learning-rate <rate>', 'highest learning rate (default 0.002)', Number)
    .option(
      '--tiling <tiling>',
      'how photos are cut for this model: m:1.75,0.3 or px:512,64 (default grid:2x2)',
      parseTiling,
    )
    .option('--name <name>', 'first part of the model id (default hogweed)')
    .option('--title <text>', 'what the model is called in reports')
    .option('--licence <text>', 'licence of the tiles')
    .option('--snapshot-id <id>', 'label snapshot that the tiles are from')
    .option('--threads <n>', 'networks trained side by side (default: one for each processor)', Number)
    .option('--skip-unreadable', 'leave tiles out that cannot be read, in place of giving up')
    .option('--fresh', 'begin anew, also where an interrupted training could go on')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ json, crossValidation, holdOut, tiles, snapshot, ...rest }: Flags) => {
      const folds = holdOut === true ? false : crossValidation;
      const job = { ...rest, ...(folds === undefined ? {} : { crossValidation: folds }) };
      const command = commandOf({ tiles, snapshot, ...job });
      const result = await withLesson({ tiles, snapshot }, (lesson) =>
        runTraining({ command, ...lesson, ...job }, { quiet: json === true }),
      );
      process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describeTraining(result));
    });
}
