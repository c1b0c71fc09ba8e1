import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program prints of a file with these bytes; `{file}` among its arguments stands for the file. */
export function readFileWith(program: string, args: readonly string[], bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'umbel-geopackage-'));
  try {
    const file = join(folder, 'sightings.gpkg');
    writeFileSync(file, bytes);
    const given = args.map((arg) => arg.replace('{file}', file));
    // GDAL's complaints go to stderr: a test must see them too.
    const shell = `"$0" "$@" 2>&1`;
    return execFileSync('sh', ['-c', shell, program, ...given], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
