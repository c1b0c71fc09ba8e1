/** Health check of a container in its mode `worker`: exit code 0 while it shows life, 1 otherwise. */
import { readFileSync } from 'node:fs';
import { aliveVariable, isAlive } from './liveness.ts';

function lastSign(): string | undefined {
  try {
    return readFileSync(process.env[aliveVariable] ?? '', 'utf8');
  } catch {
    return undefined;
  }
}

process.exitCode = isAlive(lastSign(), Date.now()) ? 0 : 1;
