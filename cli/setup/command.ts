import { Command } from 'commander';
import { setUpTfjsNode } from './set-up-tfjs-node.ts';

/** `umbel setup tfjs-node`: installs what npm leaves out of an engine. Errors are thrown, for the caller to report. */
export function setupCommand(): Command {
  const command = new Command('setup').description('install what an engine needs besides npm ci');
  command
    .command('tfjs-node')
    .description("install TensorFlow's native library for the engine tfjs-node")
    .option(
      '--libtensorflow <path>',
      'a TensorFlow that is here: the folder of its C library or of the Python package, a virtual environment, a .so/.dylib or a .tar.gz (default: download it)',
    )
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ libtensorflow, json }: { libtensorflow?: string; json?: boolean }) => {
      const done = await setUpTfjsNode({ libtensorflow, log: (line) => process.stderr.write(`${line}\n`) });
      const { tensorflow, binding } = done;
      process.stdout.write(
        json === true
          ? `${JSON.stringify(done)}\n`
          : `The engine tfjs-node is ready: TensorFlow ${tensorflow}\n  ${binding}\nRun this again after npm ci, which removes it.\n`,
      );
    });
  return command;
}
