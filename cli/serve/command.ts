import { Command, InvalidArgumentError } from 'commander';
import { serve } from './serve.ts';

interface Flags {
  readonly port: number;
  readonly demo: boolean;
}

/** `umbel serve`: console and API on this computer, until Ctrl-C. Errors are thrown, for the caller to report. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('open the console and the API on this computer')
    .option('--port <port>', 'port on 127.0.0.1 (0: any)', portOf, 4173)
    .option('--no-demo', 'make no demo flight in an empty home')
    .action(async (flags: Flags) => {
      await serve(flags);
    });
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
}
