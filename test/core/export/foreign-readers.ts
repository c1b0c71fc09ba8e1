import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a program answers here. */
export function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a Python 3 program prints, as JSON; `text` is its standard input. */
export function readWithPython(program: string, text: string): unknown {
  return JSON.parse(execFileSync('python3', ['-c', program], { input: text, encoding: 'utf8' }));
}

/** What GDAL's ogrinfo says of a file, all layers and features. */
export function readWithOgr(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'umbel-export-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    return execFileSync('ogrinfo', ['-ro', '-al', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
