import { Command } from 'commander';
import { runQuery, type QueryFlags } from './run-query.ts';

/** `umbel query "SQL"`: a question to the results of all flights. Errors are thrown, for the caller to report. */
export function queryCommand(): Command {
  return new Command('query')
    .description('ask the results of all flights: SQL over the lake, read-only')
    .argument('[sql]', 'one SELECT; tables and columns: docs/data-dictionary.md')
    .option('--saved <name>', 'ask a saved query by its name')
    .option('--list', 'list the saved queries')
    .option('--simulated', 'count simulated flights as real ones')
    .option('--csv', 'print comma-separated values')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (sql: string | undefined, flags: QueryFlags) => {
      const { text, note } = await runQuery(sql, flags);
      process.stdout.write(text);
      if (note !== undefined) process.stderr.write(`umbel: ${note}\n`);
    });
}
