import { Command, InvalidArgumentError } from 'commander';
import { drift, type DriftFlags } from './drift.ts';

/** `umbel drift`: whether the models are what they were. Errors are thrown, for the caller to report. */
export function driftCommand(): Command {
  return new Command('drift')
    .description('tell whether models still see what they saw when they were made, and what they miss')
    .option('--flight <id>', 'only this flight, however old')
    .option('--days <days>', 'flights that were run in so many days (default: 30)', wholeNumber(1, 3660))
    .option('--candidates <count>', 'so many tiles to label next', wholeNumber(0, 2000))
    .option('--simulated', 'simulated flights too')
    .option('--report <file>', 'draw a page (HTML): confidences, the course over flights, tiles to look at')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flags: DriftFlags) => {
      process.stdout.write(await drift(flags));
    });
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`${text} is no whole number from ${least} to ${most}.`);
  };
}
