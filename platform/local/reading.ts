import { openTables } from '../tables/tables.ts';
import { commonNames, openLocalCloud, type LocalCloud } from './cloud.ts';
import { loadDeployment } from './deployment.ts';
import { embeddedEnvironment, tableNames } from './environment.ts';
import { openHome, type Home } from './home.ts';
import { databaseOf } from './lock.ts';
import { fileObjectStore } from './object-store.ts';
import { openServices } from './services.ts';

/** The cloud of a home as far as commands need it that only read. */
export type ReadableCloud = Pick<
  LocalCloud,
  'home' | 'deployment' | 'objects' | 'tables' | 'invoke' | 'close'
>;

/**
 * The embedded cloud for a command that only reads: beside a process that works in the folder, `umbel serve` for one, by
 * way of its database and the files; else as `openLocalCloud` opens it. A database answers many at once, and files that
 * are written are whole from the moment they have their name, so reading disturbs nobody. Nothing may be written through it.
 * @throws UmbelError `home.locked` while another process has only begun to open the folder
 */
export async function openForReading(homeDir?: string): Promise<ReadableCloud> {
  const home = openHome(homeDir);
  const database = databaseOf(home.lock);
  if (database === undefined) return openLocalCloud(homeDir === undefined ? {} : { homeDir });
  return openBeside(home, database);
}

function openBeside(home: Home, database: string): ReadableCloud {
  const deployment = loadDeployment();
  const environment = embeddedEnvironment(home, database);
  Object.assign(process.env, environment, tableNames(deployment), commonNames(deployment));
  // Functions that only read ask nothing of the cloud; to one that did, nobody would answer.
  const services = openServices({ deployment, home, environment, handlers: {}, onDead: () => undefined });
  return {
    home,
    deployment,
    objects: fileObjectStore(home.dir),
    tables: openTables(),
    invoke: async (name, event) => JSON.parse(await services.invoke(name, JSON.stringify(event))) as unknown,
    close: () => services.close(),
  };
}
