import { Command } from 'commander';
import type { ModelStore } from '#platform/registry/stored-package.ts';
import { importCommand } from '../models-import/command.ts';
import { linkCommand } from '../models-import/link-command.ts';
import { describeLog, describeModel, describeModels, describePromotion } from './describe.ts';
import { type HeldOut, heldOutFolder, heldOutSnapshot } from './held-out.ts';
import { withRegistry } from './open-registry.ts';
import { promoteModel } from './promote.ts';
import { registerFolder } from './register.ts';

interface Flags {
  readonly json?: boolean;
  readonly by?: string;
  readonly deployment?: string;
  readonly reason?: string;
  readonly tiles?: string;
  readonly snapshot?: string;
  readonly skipUnreadable?: boolean;
}

/** `umbel models`: which models there are, and which one is in production. Errors are thrown, for the caller to report. */
export function modelsCommand(): Command {
  return new Command('models')
    .description('the registry of models: what there is, what is in production, who decided it')
    .addCommand(list())
    .addCommand(show())
    .addCommand(importCommand())
    .addCommand(linkCommand())
    .addCommand(register())
    .addCommand(promote())
    .addCommand(rollback())
    .addCommand(log());
}

const json = ['--json', 'print JSON and nothing else'] as const;
const where = [
  '--deployment <file>',
  'the registry on AWS: outputs of cdk deploy --outputs-file (default: that of $UMBEL_HOME)',
] as const;
const by = ['--by <name>', 'who acts (default: who is logged in)'] as const;

function print(flags: Flags, value: unknown, text: string): void {
  process.stdout.write(flags.json === true ? `${JSON.stringify(value)}\n` : text);
}

function list(): Command {
  return new Command('list')
    .description('every model with its state')
    .option(...where)
    .option(...json)
    .action(async (flags: Flags) => {
      const models = await withRegistry({ ...flags, reads: true }, (registry) => registry.list());
      print(flags, models, describeModels(models));
    });
}

function show(): Command {
  return new Command('show')
    .description('all that is known of a model; every byte of its package is checked')
    .argument('<model>', 'id of a model')
    .option(...where)
    .option(...json)
    .action(async (modelId: string, flags: Flags) => {
      const model = await withRegistry({ ...flags, reads: true }, async (registry) => {
        await registry.load(modelId);
        return registry.show(modelId);
      });
      print(flags, model, describeModel(model));
    });
}

function register(): Command {
  return new Command('register')
    .description('add the package of a folder as a candidate')
    .argument('<dir>', 'folder of a model package')
    .option(...by)
    .option(...where)
    .option(...json)
    .action(async (dir: string, flags: Flags) => {
      const model = await withRegistry(flags, (registry) => registerFolder(registry, dir));
      const known = model.isNew ? '' : ` (it was already, since ${model.registeredAt})`;
      print(flags, model, `${model.modelId} is registered${known}: ${model.state}.\n`);
    });
}

function promote(): Command {
  return new Command('promote')
    .description('put a model into production: new flights use it')
    .argument('<model>', 'id of a registered model')
    .option('--tiles <dir>', 'tiles that neither learned from: measured beside the model in production')
    .option('--snapshot <id>', 'the same with the test part of a label snapshot')
    .option('--reason <text>', 'why it is promoted although it is worse, or not measured; it is recorded')
    .option('--skip-unreadable', 'leave tiles out that cannot be read')
    .option(...by)
    .option(...where)
    .option(...json)
    .action(async (modelId: string, flags: Flags) => {
      const promoted = await withRegistry(flags, async (registry, { store }) => {
        const heldOut = await heldOutOf(store, flags);
        const { reason, skipUnreadable } = flags;
        try {
          return await promoteModel(registry, { modelId, heldOut, reason, skipUnreadable, quiet: flags.json });
        } finally {
          await heldOut?.remove();
        }
      });
      print(flags, promoted, describePromotion(promoted));
    });
}

async function heldOutOf(
  store: ModelStore,
  { tiles, snapshot }: Pick<Flags, 'tiles' | 'snapshot'>,
): Promise<HeldOut | undefined> {
  if (tiles !== undefined) return heldOutFolder(tiles);
  return snapshot === undefined ? undefined : heldOutSnapshot(store, snapshot);
}

function rollback(): Command {
  return new Command('rollback')
    .description('put the model back into production that was there before')
    .option('--reason <text>', 'why; it is recorded')
    .option(...by)
    .option(...where)
    .option(...json)
    .action(async (flags: Flags) => {
      const model = await withRegistry(flags, (registry) => registry.rollback(flags.reason));
      print(flags, model, `${model.modelId} is in production again.\n`);
    });
}

function log(): Command {
  return new Command('log')
    .description('what was done, by whom and why; its chain of hashes is checked')
    .option(...where)
    .option(...json)
    .action(async (flags: Flags) => {
      const entries = await withRegistry({ ...flags, reads: true }, (registry) => registry.log());
      print(flags, entries, describeLog(entries));
    });
}
