/** Asks the registry for known weaknesses of what is shipped. Ends with 1 when there is a high one; says so when it could not ask. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { shippedPackages } from '../../bin/release/shipped-packages.ts';
import { judgeAudit } from './judge-audit.ts';

const root = path.join(import.meta.dirname, '..', '..');
const npm = process.env['npm_execpath'];
const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
const { stdout } = spawnSync(command, [...args, 'audit', '--json', '--audit-level=high'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  timeout: 120_000,
});
const { outcome, lines } = judgeAudit(stdout, new Set(shippedPackages(root).map(({ name }) => name)));
for (const line of lines) console.log(line);
process.exitCode = outcome === 'found' ? 1 : 0;
