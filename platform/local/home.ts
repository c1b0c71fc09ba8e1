import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { makeWritableFolder } from './writable-folder.ts';

/** The folder with all state of the embedded cloud. */
export interface Home {
  readonly dir: string;
  readonly database: string;
  readonly executions: string;
  readonly logs: string;
  readonly events: string;
  readonly lock: string;
}

/** Where state lives, whether it is there or not: `$UMBEL_HOME`, else `.umbel` in the working folder; absolute. */
export function homeDir(): string {
  return path.resolve(process.env['UMBEL_HOME'] || '.umbel');
}

/**
 * Where state lives: `$UMBEL_HOME`, else `.umbel` in the working folder; made when absent.
 * @throws UmbelError `home.not-writable`
 */
export function openHome(dir = homeDir()): Home {
  const root = path.resolve(dir);
  const home: Home = {
    dir: root,
    database: path.join(root, 'dynamodb'),
    executions: path.join(root, 'executions'),
    logs: path.join(root, 'logs'),
    events: path.join(root, 'events'),
    lock: path.join(root, 'lock.json'),
  };
  try {
    makeWritableFolder(root);
    for (const folder of [home.database, home.executions, home.logs, home.events])
      mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new UmbelError({
      code: 'home.not-writable',
      kind: 'configuration',
      message: `Umbel cannot keep its state in ${root}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Set UMBEL_HOME to a folder that can be written.',
      cause,
    });
  }
  return home;
}
