import { Command } from 'commander';
import { examine, type Finding } from './examine.ts';

const marks: Readonly<Record<Finding['state'], string>> = { ok: 'ok  ', missing: 'MISS', optional: 'none' };

/** `umbel doctor`: what is installed, what is missing, what to do. Exit code 3 when something needed is missing. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what is installed, what is missing, and what to do')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine();
      const healthy = findings.every(({ state }) => state !== 'missing');
      process.stdout.write(
        json === true ? `${JSON.stringify({ healthy, findings })}\n` : findings.map(describe).join(''),
      );
      process.exitCode = healthy ? 0 : 3;
    });
}

function describe({ name, state, found, advice }: Finding): string {
  const line = `${marks[state]}  ${name.padEnd(20)} ${found}\n`;
  return advice === undefined ? line : `${line}      ${advice}\n`;
}
