import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compactDatabase } from '#platform/local/dynamodb/compact.ts';
import type { Home } from '#platform/local/home.ts';
import { takeLock } from '#platform/local/lock.ts';
import { partsFolder } from '#platform/local/object-store.ts';
import { arrivingFolder } from '#platform/local/object-urls.ts';

const unfinishedFolders = [partsFolder, arrivingFolder];

/**
 * Nothing; what this computer itself noted of a flight is gone: events, executions, lines of logs, halves of files, and
 * what the database still held of deleted items. The cloud in this folder must be closed.
 * @param names the flight and its runs
 */
export async function forgetLocally(home: Home, names: readonly string[]): Promise<void> {
  const release = takeLock(home.lock, 'umbel delete');
  try {
    const isAbout = mentioning(names);
    for (const file of await filesIn(home.events)) {
      if (isAbout(await readFile(file, 'utf8'))) await rm(file, { force: true });
    }
    for (const entry of await readdir(home.executions, { withFileTypes: true })) {
      const folder = path.join(home.executions, entry.name);
      if (entry.isDirectory() && (isAbout(entry.name) || (await holdsAbout(folder, isAbout))))
        await rm(folder, { recursive: true, force: true });
    }
    for (const file of await filesIn(home.logs)) await keepLines(file, (line) => !isAbout(line));
    // Whoever was killed while it wrote left halves of files; nobody writes while the lock is held.
    for (const folder of unfinishedFolders)
      await rm(path.join(home.dir, folder), { recursive: true, force: true });
    await compactDatabase(home.database);
  } finally {
    release();
  }
}

/** Says whether a text names one of the names as a whole: `meadow`, not `meadow-2`. */
function mentioning(names: readonly string[]): (text: string) => boolean {
  const pattern = new RegExp(`(?<![a-z0-9-])(?:${names.join('|')})(?![a-z0-9-])`);
  return (text) => pattern.test(text);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => path.join(folder, name));
}

/** An execution of another kind (drift) that looked at the flight, too. */
async function holdsAbout(folder: string, isAbout: (text: string) => boolean): Promise<boolean> {
  for (const file of await filesIn(folder)) if (isAbout(await readFile(file, 'utf8'))) return true;
  return false;
}

async function keepLines(file: string, isKept: (line: string) => boolean): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const kept = lines.filter(isKept);
  if (kept.length === lines.length) return;
  await writeFile(`${file}.part`, kept.join('\n'));
  await rename(`${file}.part`, file);
}
