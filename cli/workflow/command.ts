import { Command, Option } from 'commander';
import { exitCodes } from '#core/errors.ts';
import { runWorkflowCommand, type WorkflowRunResult } from './run.ts';

interface Flags {
  readonly input: string;
  readonly tasks?: string;
  readonly objects?: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly json?: boolean;
}

/** The command `workflow` with its one verb `run`. */
export function workflowCommand(): Command {
  const run = new Command('run')
    .description('Run any state machine in the embedded interpreter, with stubs for its tasks')
    .argument('<definition>', 'the state machine, in the Amazon States Language (JSON)')
    .requiredOption('--input <file>', 'the input of the execution (JSON)')
    .option('--tasks <file>', 'stubs by function name, function ARN or integration resource (JSON)')
    .option('--objects <dir>', 'the objects, as <dir>/<bucket>/<key>', '.')
    .addOption(new Option('--type <type>', 'kind of the state machine').choices(['STANDARD', 'EXPRESS']))
    .option('--json', 'print one line of JSON and nothing else')
    .action(async (definitionFile: string, flags: Flags) => {
      const { input: inputFile, tasks: tasksFile, objects: objectsDir, type } = flags;
      const result = await runWorkflowCommand({ definitionFile, inputFile, tasksFile, objectsDir, type });
      process.stdout.write(`${JSON.stringify(result, null, flags.json === true ? 0 : 2)}\n`);
      process.exitCode = exitCodeFor(result);
    });
  return new Command('workflow').description('Try out state machines').addCommand(run);
}

/** 3 when the definition was refused; a failed execution is a result, so it gives 0 like any other. */
export function exitCodeFor(result: WorkflowRunResult): number {
  return 'refused' in result ? exitCodes.configuration : 0;
}
