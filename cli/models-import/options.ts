import { type Command, InvalidArgumentError } from 'commander';
import { parseTiling } from '#core/tiling/tiling.ts';

/** A whole number from 0 on. */
export function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

/** A number between 0 and 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be between 0 and 1.');
}

/** The command with the options that every new package has. */
export function withPackageOptions(command: Command): Command {
  return command
    .requiredOption('--out <dir>', 'new or empty folder for the package')
    .requiredOption(
      '--samples <dir>',
      'tiles to check it on: hogweed/ and background/, or pictures without classes',
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
    .option('--name <name>', "first part of the model's id (default: from the source)")
    .option('--title <title>', 'for people')
    .option('--dataset <text>', 'what it was trained on')
    .option('--licence <text>', 'licence of what it was trained on')
    .option('--json', 'print one JSON object and nothing else');
}
