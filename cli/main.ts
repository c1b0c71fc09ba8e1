import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { exitCodes, exitCodeOf, UmbelError } from '#core/errors.ts';
import { explainSystemError } from './system-error.ts';

/** Every command; its module is loaded only when it is asked for, so that each starts fast. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  simulate: async () => (await import('./simulate/command.ts')).simulateCommand(),
  run: async () => (await import('./run/command.ts')).runCommand(),
  serve: async () => (await import('./serve/command.ts')).serveCommand(),
  export: async () => (await import('./export/command.ts')).exportCommand(),
  locate: async () => (await import('./locate/command.ts')).locateCommand(),
  setup: async () => (await import('./setup/command.ts')).setupCommand(),
  models: async () => (await import('./models/command.ts')).modelsCommand(),
  snapshot: async () => (await import('./snapshot/command.ts')).snapshotCommand(),
  evaluate: async () => (await import('./evaluate/command.ts')).evaluateCommand(),
  train: async () => (await import('./train/command.ts')).trainCommand(),
  doctor: async () => (await import('./doctor/command.ts')).doctorCommand(),
  upload: async () => (await import('./upload/command.ts')).uploadCommand(),
  status: async () => (await import('./status/command.ts')).statusCommand(),
  results: async () => (await import('./results/command.ts')).resultsCommand(),
  redrive: async () => (await import('./redrive/command.ts')).redriveCommand(),
  delete: async () => (await import('./delete/command.ts')).deleteCommand(),
  publish: async () => (await import('./publish/command.ts')).publishCommand(),
  empty: async () => (await import('./empty/command.ts')).emptyCommand(),
  restore: async () => (await import('./restore/command.ts')).restoreCommand(),
  plan: async () => (await import('./plan/command.ts')).planCommand(),
  candidates: async () => (await import('./candidates/command.ts')).candidatesCommand(),
  rerun: async () => (await import('./rerun/command.ts')).rerunCommand(),
  compare: async () => (await import('./compare/command.ts')).compareCommand(),
  drift: async () => (await import('./drift/command.ts')).driftCommand(),
  lake: async () => (await import('./lake/command.ts')).lakeCommand(),
  query: async () => (await import('./query/command.ts')).queryCommand(),
  workflow: async () => (await import('./workflow/command.ts')).workflowCommand(),
};

/** Runs the command line and returns its exit code; result on stdout, progress and errors on stderr. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const program = await programFor(args[0]);
    await program.parseAsync([...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes['bad-input'];
    const explained = explainSystemError(error);
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify(errorObject(explained))}\n`);
    process.stderr.write(describeError(explained));
    return exitCodeOf(explained);
  }
}

async function programFor(wanted: string | undefined): Promise<Command> {
  const program = new Command('umbel')
    .description('Finds giant hogweed in drone photos and puts every plant on a map.')
    .version(versionOfUmbel())
    .showHelpAfterError()
    .exitOverride();
  const load = wanted === undefined ? undefined : commands[wanted];
  const chosen = load === undefined ? Object.values(commands) : [load];
  for (const command of await Promise.all(chosen.map((open) => open()))) {
    program.addCommand(throwErrors(command));
  }
  return program;
}

/** The version in package.json. */
function versionOfUmbel(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** Commander ends the process on bad usage unless every command is told to throw. */
function throwErrors(command: Command, names = `umbel ${command.name()}`): Command {
  command.exitOverride().showHelpAfterError(`(see ${names} --help)`);
  for (const sub of command.commands) throwErrors(sub, `${names} ${sub.name()}`);
  return command;
}

/** An error for programs: what `--json` prints in place of a result. */
function errorObject(error: unknown): object {
  if (!(error instanceof UmbelError)) return { error: { code: 'bug', message: String(error) } };
  const { code, kind, message, hint } = error;
  return { error: { code, kind, message, ...(hint === undefined ? {} : { hint }) } };
}

/** An error for people; the stack only where the error is ours to mend. */
function describeError(error: unknown): string {
  if (!(error instanceof UmbelError)) {
    return `umbel: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
  }
  const stack = error.kind === 'bug' ? `\n${error.stack ?? ''}` : '';
  const hint = error.hint === undefined ? '' : `\n  ${error.hint}`;
  return `umbel: ${error.message} (${error.code})${hint}${stack}\n`;
}
