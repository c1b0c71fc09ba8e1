import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const umbel = fileURLToPath(new URL('../../bin/umbel.ts', import.meta.url));

describe('output that nobody reads any more', () => {
  it.each([['query', '--list'], ['--help']])(
    'ends `umbel %s` without a word, as SIGPIPE does',
    async (...args) => {
      const child = spawn(process.execPath, [umbel, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let errors = '';
      child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
      child.stdout.destroy();
      const [code] = (await once(child, 'close')) as [number | null];
      expect(errors).toBe('');
      expect(code).toBe(141);
    },
  );
});
