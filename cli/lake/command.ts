import { Command } from 'commander';
import { repairLake, tidyLake } from './tend.ts';

/** `umbel lake`: what the nightly function does in the cloud, by hand. Errors are thrown, for the caller to report. */
export function lakeCommand(): Command {
  const command = new Command('lake').description('look after the files that umbel query reads');
  command
    .command('tidy')
    .description('bring in answers of people, put small files together, delete replaced ones')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ json }: { json?: boolean }) => {
      process.stdout.write(await tidyLake(json === true));
    });
  command
    .command('repair')
    .description('take out files that are damaged or gone, and name the runs to do again')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ json }: { json?: boolean }) => {
      process.stdout.write(await repairLake(json === true));
    });
  return command;
}
