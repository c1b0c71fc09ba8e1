import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** The folder with all state of the embedded cloud. */
export interface Home {
  readonly dir: string;
  readonly database: string;
  readonly executions: string;
  readonly logs: string;
  readonly events: string;
  readonly lock: string;
}

/** Where state lives: `$UMBEL_HOME`, else `.umbel` in the working folder; made when absent. */
export function openHome(dir = process.env['UMBEL_HOME'] ?? '.umbel'): Home {
  const root = path.resolve(dir);
  const home: Home = {
    dir: root,
    database: path.join(root, 'dynamodb'),
    executions: path.join(root, 'executions'),
    logs: path.join(root, 'logs'),
    events: path.join(root, 'events'),
    lock: path.join(root, 'lock.json'),
  };
  for (const folder of [home.database, home.executions, home.logs, home.events])
    mkdirSync(folder, { recursive: true });
  return home;
}
