import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UmbelError } from '#core/errors.ts';

const sourceDir = fileURLToPath(new URL('../../console', import.meta.url));

/** The built console. */
export const consoleDir = path.join(sourceDir, 'dist');

/**
 * Builds the console where it is not built, or older than its sources.
 * @throws UmbelError `console.not-built`
 */
export async function buildConsole(say: (line: string) => void): Promise<void> {
  const builtMs = statSync(path.join(consoleDir, 'index.html'), { throwIfNoEntry: false })?.mtimeMs;
  if (builtMs !== undefined && builtMs >= newestMs()) return;
  say('Building the console ...');
  try {
    const { build } = await import('vite');
    await build({ root: sourceDir, configFile: path.join(sourceDir, 'vite.config.ts'), logLevel: 'error' });
  } catch (cause) {
    // A former build is better than none.
    if (builtMs !== undefined) return say(`The console could not be built anew: ${messageOf(cause)}`);
    throw new UmbelError({
      code: 'console.not-built',
      kind: 'configuration',
      message: `The console could not be built: ${messageOf(cause)}`,
      hint: 'Run `npm ci`, then `npm run console:build`.',
      cause,
    });
  }
}

const built = new Set(['dist', 'e2e', 'node_modules']);

/** When the newest source was changed. */
function newestMs(): number {
  const inside = readdirSync(sourceDir, { withFileTypes: true }).filter(({ name }) => !built.has(name));
  const files = inside.flatMap((entry) => {
    const file = path.join(sourceDir, entry.name);
    if (!entry.isDirectory()) return [file];
    return readdirSync(file, { recursive: true, encoding: 'utf8' }).map((name) => path.join(file, name));
  });
  return files.reduce(
    (newest, file) => Math.max(newest, statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
    0,
  );
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
}
