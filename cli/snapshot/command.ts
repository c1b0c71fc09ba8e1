import { Command, Option } from 'commander';
import { plural } from '#core/report/wording.ts';
import type { ModelStore } from '#platform/registry/stored-package.ts';
import { exportFolder } from '#platform/snapshot/export-folder.ts';
import { exportWebDataset } from '#platform/snapshot/export-webdataset.ts';
import { describedSnapshots, loadSnapshot } from '#platform/snapshot/store.ts';
import { withModelCloud } from '../models/open-registry.ts';
import { progressLine } from '../progress.ts';
import { createFrom, type CreateOptions } from './create.ts';
import { describeList, describeSnapshot, snapshotJson } from './describe.ts';

interface Where {
  readonly deployment?: string;
  readonly json?: boolean;
}

interface ExportFlags extends Where {
  readonly format: 'folder' | 'webdataset';
  readonly out: string;
  readonly shardTiles?: string;
}

/** `umbel snapshot`: immutable lists of labelled tiles. Errors are thrown, for the caller to report. */
export function snapshotCommand(): Command {
  return new Command('snapshot')
    .description('immutable lists of labelled tiles to learn from and to measure with')
    .addCommand(create())
    .addCommand(list())
    .addCommand(show())
    .addCommand(exportOne());
}

const where = [
  '--deployment <file>',
  'the snapshots on AWS: outputs of cdk deploy --outputs-file (default: those of $UMBEL_HOME)',
] as const;
const json = ['--json', 'print JSON and nothing else'] as const;

function print(asJson: boolean | undefined, value: unknown, text: string): void {
  process.stdout.write(asJson === true ? `${JSON.stringify(value)}\n` : text);
}

function create(): Command {
  return new Command('create')
    .description('make a snapshot from the labels of flights, or from a folder of tiles')
    .option('--flight <ids...>', 'flights whose labels are taken')
    .option(
      '--held-out <ids...>',
      'flights whose labels are only measured on: best those with tiles drawn at random',
    )
    .option('--tiles <dir>', 'folder with the folders hogweed and background, for labels made elsewhere')
    .requiredOption('--licence <text>', 'under which the pictures may be used')
    .addOption(
      new Option(
        '--by <unit>',
        'what lies in one part as a whole (default: ground where places are known)',
      ).choices(['ground', 'group']),
    )
    .option('--previous <snapshot>', 'snapshot whose held-out ground stays held out')
    .option('--shares <train,validation,test>', 'parts in per cent', '70,15,15')
    .option('--seed <s>', 'decides between splits that are equally even', '1')
    .option('--cell-m <m>', 'side of a cell of ground, metres (default 10)')
    .option(
      '--guard-m <m>',
      'held-out tiles nearer than this to what is learned from are left out (default 2)',
    )
    .option(...where)
    .option(...json)
    .action(async ({ json: asJson, deployment, ...options }: CreateOptions & Where) => {
      const made = await withModelCloud(deployment, (cloud) =>
        createFrom(cloud, { ...options, quiet: asJson }),
      );
      print(asJson, snapshotJson(made), describeSnapshot(made));
    });
}

function list(): Command {
  return new Command('list')
    .description('every snapshot with its date, flights, tiles and licence')
    .option(...where)
    .option(...json)
    .action(async (flags: Where) => {
      const listed = await withModelCloud(flags.deployment, ({ store }) => describedSnapshots(store));
      const ids = listed.map(({ snapshotId }) => snapshotId);
      print(flags.json, ids, describeList(listed));
    });
}

function show(): Command {
  return new Command('show')
    .description('what a snapshot holds; its lists are checked')
    .argument('<snapshot>', 'id of a snapshot')
    .option(...where)
    .option(...json)
    .action(async (id: string, flags: Where) => {
      const loaded = await withModelCloud(flags.deployment, ({ store }) => loadSnapshot(store, id));
      print(flags.json, snapshotJson(loaded), describeSnapshot(loaded));
    });
}

function exportOne(): Command {
  return new Command('export')
    .description('write the tiles of a snapshot for umbel train and umbel evaluate, or for Python')
    .argument('<snapshot>', 'id of a snapshot')
    .addOption(
      new Option('--format <format>', 'folders by part and class, or tar shards')
        .choices(['folder', 'webdataset'])
        .default('folder'),
    )
    .requiredOption('--out <dir>', 'folder to write, empty or new')
    .option('--shard-tiles <n>', 'webdataset: most tiles of a shard (default 1000)')
    .option(...where)
    .option(...json)
    .action(async (id: string, flags: ExportFlags) => {
      const loaded = await withModelCloud(flags.deployment, ({ store }) => exportTo(store, id, flags));
      const text = `${plural(loaded.tiles.length, 'tile')} of ${id} ${loaded.tiles.length === 1 ? 'is' : 'are'} in ${flags.out}.\n`;
      print(flags.json, { ...snapshotJson(loaded), out: flags.out, format: flags.format }, text);
    });
}

async function exportTo(
  store: ModelStore,
  id: string,
  { format, out, shardTiles, json: quiet }: ExportFlags,
) {
  const loaded = await loadSnapshot(store, id);
  const line = progressLine({ quiet });
  line.stage('Writing tiles', loaded.tiles.length, 'tiles');
  const onWritten = () => line.add(1);
  try {
    if (format === 'folder') await exportFolder(store, loaded, { out, onWritten });
    else await exportWebDataset(store, loaded, { out, onWritten, ...shardsOf(shardTiles) });
    return loaded;
  } finally {
    line.end();
  }
}

function shardsOf(text: string | undefined): { shardTiles?: number } {
  const count = Number(text);
  return text === undefined || !(count >= 1) ? {} : { shardTiles: Math.floor(count) };
}
