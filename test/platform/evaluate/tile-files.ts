import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../temporary-folder.ts';

/** The package that comes with Umbel. */
export const demoModelDir = fileURLToPath(new URL('../../../models/demo-hogweed', import.meta.url));

/** A folder of tiles made of the demo model's sanity tiles, five of each class, `copies` times in as many groups. */
export function tileFolder(copies = 2): string {
  const dir = temporaryFolder();
  for (const name of ['hogweed', 'background']) {
    mkdirSync(path.join(dir, name));
    for (let copy = 0; copy < copies; copy++)
      for (let i = 1; i <= 5; i++)
        cpSync(path.join(demoModelDir, `sanity/${name}-${i}.png`), path.join(dir, name, `f${copy}_${i}.png`));
  }
  return dir;
}
