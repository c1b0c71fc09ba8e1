import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { doctorCommand } from '#cli/doctor/command.ts';
import { examine, type Finding } from '#cli/doctor/examine.ts';

vi.mock(import('#cli/doctor/examine.ts'), () => ({ examine: vi.fn<typeof examine>() }));

let stdout: string;
beforeEach(() => {
  stdout = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text))));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const healthy: Finding[] = [
  { name: 'Node', state: 'ok', found: 'v24' },
  { name: 'docker', state: 'optional', found: 'not installed', advice: 'Only for images.' },
];
const broken: Finding[] = [
  ...healthy,
  { name: 'Engine onnx', state: 'missing', found: 'gone', advice: 'Run npm ci.' },
];

async function run(findings: Finding[], ...args: string[]): Promise<void> {
  vi.mocked(examine).mockResolvedValue(findings);
  await doctorCommand().parseAsync(args, { from: 'user' });
}

describe('umbel doctor', () => {
  it('prints a line for each thing, what to do below it, and is content', async () => {
    await run(healthy);
    expect(stdout).toBe(
      'ok    Node                 v24\nnone  docker               not installed\n      Only for images.\n',
    );
    expect(process.exitCode).toBe(0);
  });

  it('ends with 3 where something needed is missing', async () => {
    await run(broken);
    expect(stdout).toContain('MISS  Engine onnx          gone\n      Run npm ci.\n');
    expect(process.exitCode).toBe(3);
  });

  it('prints one JSON object and nothing else on request', async () => {
    await run(broken, '--json');
    expect(JSON.parse(stdout)).toEqual({ healthy: false, findings: broken });
    expect(process.exitCode).toBe(3);
  });
});
