import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const app = fileURLToPath(new URL('../../bin/app.ts', import.meta.url));
const run = promisify(execFile);

describe('the CDK app', () => {
  it.concurrent.each([
    {
      context: { environment: 'nosuch' },
      says: /^umbel: There is no environment "nosuch"\..*\n {2}Choose one of dev, prod/,
    },
    { context: { environment: 'dev', backend: 'foo' }, says: /^umbel: .*foo.*\n {2}\S/ },
  ])('ends with message and hint alone for $context', async ({ context, says }) => {
    const failed = (await run(process.execPath, [app], {
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) },
    }).catch((error: unknown) => error)) as { code: number; stderr: string };
    expect(failed.code).toBe(2);
    expect(failed.stderr).toMatch(says);
    expect(failed.stderr.trimEnd().split('\n')).toHaveLength(2);
  });
});
