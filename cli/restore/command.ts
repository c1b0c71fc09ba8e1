import { Command, InvalidArgumentError } from 'commander';
import { environmentNames, type EnvironmentKey } from '#core/environment.ts';
import { UmbelError } from '#core/errors.ts';
import { plural } from '#core/report/wording.ts';
import { openS3Client } from '#platform/aws/clients.ts';
import { bringItems } from '#platform/aws/bring-items.ts';
import { restoreObjects } from '#platform/aws/restore-objects.ts';
import { removeRestored, restoredTableLeft, restoreTableBeside } from '#platform/aws/restore-table.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { useDeployment } from '../aws/names.ts';
import { explained } from '../aws/open-cloud.ts';

interface Flags {
  readonly at?: Date;
  readonly deployment?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

interface TableFlags extends Flags {
  readonly keep?: boolean;
  readonly from?: string;
}

/** `umbel restore`: sets objects and tables of a deployment back. Errors are thrown, for the caller to report. */
export function restoreCommand(): Command {
  const command = new Command('restore').description(
    'bring back what was deleted or overwritten in a deployment; without --yes only say what that would be',
  );
  return command.addCommand(objectsCommand()).addCommand(tableCommand());
}

function common(command: Command): Command {
  return command
    .option('--at <time>', 'the moment to go back to, ISO 8601: 2026-11-22T09:00:00Z', parseTime)
    .option('--deployment <file>', 'outputs of cdk deploy --outputs-file (default: cdk-outputs.json)')
    .option('--yes', 'do it')
    .option('--json', 'print one JSON object and nothing else');
}

function objectsCommand(): Command {
  const command = new Command('objects')
    .description('copy former versions of objects on top of what is there; nothing is deleted')
    .argument('<bucket>', 'uploads, models, review, results or lake', keyOf('Bucket'))
    .argument('[prefix]', 'keys to look at, e.g. flights/meadow/ (default: all)', '');
  return common(command).action(async (key: EnvironmentKey, prefix: string, flags: Flags) => {
    useDeployment([key], flags.deployment);
    const options = {
      bucket: requireEnvironment(key),
      prefix,
      at: momentOf(flags),
      dryRun: flags.yes !== true,
    };
    const done = await explained(`Restoring ${options.bucket}`, () =>
      restoreObjects(openS3Client(), options),
    );
    const text = `${done.back.map((name) => `${name}\n`).join('')}${done.back.length} ${told(flags)}, ${done.same} are as they were, ${done.since} came since and stay.\n`;
    process.stdout.write(flags.json === true ? `${JSON.stringify(done)}\n` : text);
  });
}

function tableCommand(): Command {
  const command = new Command('table')
    .description('restore a table beside the present one and put back the items that are missing')
    .argument(
      '<table>',
      'labels, fieldMarks, flights, models, audit, photos, scores or reviews',
      keyOf('Table'),
    )
    .option('--keep', 'keep the restored table')
    .option('--from <table>', 'a table that was restored already, e.g. by AWS Backup, in place of --at');
  return common(command).action(async (key: EnvironmentKey, flags: TableFlags) => {
    useDeployment([key], flags.deployment);
    const to = requireEnvironment(key);
    const done = await explained(`Restoring ${to}`, async () => {
      const { from, keep, yes } = flags;
      if (from !== undefined)
        return { ...(await bringItems({ from, to, dryRun: yes !== true })), restored: from };
      return bringFromMoment({ to, at: momentOf(flags), keep: keep === true, dryRun: yes !== true });
    });
    const text = `${plural(done.items, 'item')} then, ${done.missing} ${told(flags)}, ${done.differing} ${done.differing === 1 ? 'differs and stays as it is' : 'differ and stay as they are'}.\n${done.different.map((each) => `  ${JSON.stringify(each)}\n`).join('')}`;
    process.stdout.write(flags.json === true ? `${JSON.stringify(done)}\n` : text);
  });
}

interface TableWish {
  /** The present table. */
  readonly to: string;
  readonly at: Date;
  /** The restored table stays. */
  readonly keep: boolean;
  readonly dryRun: boolean;
}

/** Restores a table beside the present one and brings its items; what is left behind when that fails is named. */
async function bringFromMoment({ to, at, keep, dryRun }: TableWish) {
  const from = await restoreTableBeside(to, at);
  try {
    const brought = await bringItems({ from, to, dryRun });
    if (!keep) await removeRestored(from);
    return { ...brought, restored: keep ? from : null };
  } catch (error) {
    throw restoredTableLeft(from, error);
  }
}

/** @throws UmbelError `restore.no-time` */
function momentOf({ at }: Flags): Date {
  if (at !== undefined) return at;
  throw new UmbelError({
    code: 'restore.no-time',
    kind: 'bad-input',
    message: 'It is not said which moment to go back to.',
    hint: 'Give the moment before the accident: --at 2026-11-22T09:00:00Z',
  });
}

function told({ yes }: Flags): string {
  return yes === true ? 'were brought back' : 'would be brought back (--yes does it)';
}

/** The variable of a bucket or table, by the name that people give it. */
function keyOf(kind: 'Bucket' | 'Table'): (name: string) => EnvironmentKey {
  return (name) => {
    const keys = Object.keys(environmentNames).filter(isEnvironmentKey);
    const found = keys.find((key) => key === `${name}${kind}`);
    if (found !== undefined) return found;
    const names = keys.filter((key) => key.endsWith(kind)).map((key) => key.slice(0, -kind.length));
    throw new InvalidArgumentError(`Choose one of ${names.join(', ')}.`);
  };
}

function isEnvironmentKey(name: string): name is EnvironmentKey {
  return name in environmentNames;
}

function parseTime(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Write it as 2026-11-22T09:00:00Z.');
  if (at.getTime() > Date.now()) throw new InvalidArgumentError('That is yet to come.');
  return at;
}
