import path from 'node:path';
import { writeSbom } from './release/write-sbom.ts';

const file = path.resolve(process.argv[2] ?? 'umbel.cdx.json');
const count = writeSbom(path.join(import.meta.dirname, '..'), file);
console.log(`${file}: ${count} packages`);
