import { Command, Option } from 'commander';
import { UmbelError } from '#core/errors.ts';
import type { EngineName } from '#core/model/package.ts';
import { describeEvaluation } from './describe.ts';
import { evaluateModel } from './evaluate.ts';

interface Flags {
  readonly model: string;
  readonly tiles?: string;
  readonly snapshot?: string;
  readonly engine?: EngineName;
  readonly against?: string;
  readonly threshold?: number;
  readonly skipUnreadable?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

/** `umbel evaluate`: a model on tiles with known answers. Errors are thrown, for the caller to report. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('measure a model on tiles with known answers')
    .requiredOption('--model <dir>', 'folder of a model package, id of a registered model, or `production`')
    .option('--tiles <dir>', 'folder with the folders hogweed and background')
    .option('--snapshot <id>', 'the test part of a label snapshot, in place of a folder')
    .addOption(
      new Option('--engine <engine>', "what runs the model (default: the package's own)").choices([
        'onnx',
        'tfjs-wasm',
        'tfjs-node',
        'remote',
      ]),
    )
    .option(
      '--against <dir>',
      'another package, measured on the same tiles and compared: a folder, an id, or `production`',
    )
    .option(
      '--threshold <share>',
      "confidence from which a tile counts (default: the package's own)",
      parseShare,
    )
    .option('--skip-unreadable', 'leave tiles out that cannot be read, in place of giving up')
    .option('--report <file>', 'write the figures as an HTML page')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ json, ...flags }: Flags) => {
      const result = await evaluateModel({ ...flags, quiet: json === true });
      process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describeEvaluation(result));
    });
}

function parseShare(text: string): number {
  const share = text.trim() === '' ? Number.NaN : Number(text);
  if (share >= 0 && share <= 1) return share;
  throw new UmbelError({
    code: 'evaluate.threshold-invalid',
    kind: 'bad-input',
    message: `--threshold ${text} is no number from 0 to 1.`,
    hint: '80 % is 0.8.',
  });
}
