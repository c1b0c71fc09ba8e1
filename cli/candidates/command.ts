import { Command, InvalidArgumentError } from 'commander';
import { candidates, type CandidateFlags } from './candidates.ts';

/** `umbel candidates FLIGHT ...`: the tiles to label next. Errors are thrown, for the caller to report. */
export function candidatesCommand(): Command {
  return new Command('candidates')
    .description('choose the tiles whose labels teach most: unsure ones that differ from each other')
    .argument('<flights...>', 'ids of flights that were run with a model')
    .option('--count <n>', 'so many tiles (default 200)', wholeNumber(1, 10_000))
    .option('--seed <s>', 'decides between equals, and what is drawn (default 1)', wholeNumber(0, 1_000_000))
    .option('--random', 'draw them at random instead: the fair sample that models are measured on')
    .option('--ask', 'put them into the review queue')
    .option('--out <file>', 'write them as CSV')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flights: string[], flags: CandidateFlags) => {
      process.stdout.write(await candidates(flights, flags));
    });
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`${text} is no whole number from ${least} to ${most}.`);
  };
}
