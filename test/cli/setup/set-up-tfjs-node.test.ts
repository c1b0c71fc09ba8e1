import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildBinding } from '#cli/setup/build-binding.ts';
import { downloadBinding } from '#cli/setup/download-binding.ts';
import { runProgram } from '#cli/setup/run-program.ts';
import { bindingPathIn, tfjsNodeFolder } from '#platform/engines/tfjs-node-backend.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

afterEach(() => vi.unstubAllEnvs());

const library = { includeDir: '/nowhere', libraryDir: '/nowhere', files: ['/nowhere/libtensorflow.so.2'] };

describe('building the binding', () => {
  it('says that there is no compiler', async () => {
    vi.stubEnv('CXX', 'no-such-compiler');
    await expect(buildBinding(temporaryFolder(), library)).rejects.toMatchObject({
      code: 'setup.build-failed',
      message: expect.stringContaining('"no-such-compiler"'),
      hint: expect.stringContaining('Install g++'),
    });
  });

  it('passes on what the compiler says, and leaves no binding', async () => {
    const dir = temporaryFolder();
    const compiler = path.join(dir, 'cxx');
    writeFileSync(
      compiler,
      '#!/bin/sh\necho "note: x" >&2; echo "binding/a.cc:1: error: no c_api.h" >&2; exit 1\n',
      {
        mode: 0o755,
      },
    );
    vi.stubEnv('CXX', compiler);
    await expect(buildBinding(dir, library)).rejects.toMatchObject({
      code: 'setup.build-failed',
      message: expect.stringContaining('error: no c_api.h'),
    });
  });
});

describe('downloading the binding', () => {
  it('says so when the script of tfjs-node left none, whatever its exit code', async () => {
    const dir = temporaryFolder();
    mkdirSync(path.join(dir, 'scripts'));
    writeFileSync(
      path.join(dir, 'scripts', 'install.js'),
      "console.error('Error: getaddrinfo ENOTFOUND storage')",
    );
    await expect(downloadBinding(dir)).rejects.toMatchObject({
      code: 'setup.download-failed',
      kind: 'try-again',
      message: expect.stringContaining('ENOTFOUND'),
      hint: expect.stringContaining('--libtensorflow'),
    });
  });

  it('keeps a binding that was there before', async () => {
    const dir = temporaryFolder();
    const binding = bindingPathIn(dir);
    mkdirSync(path.join(dir, 'scripts'));
    mkdirSync(path.dirname(binding), { recursive: true });
    writeFileSync(binding, 'former');
    const script = path.join(dir, 'scripts', 'install.js');
    writeFileSync(script, '');
    await expect(downloadBinding(dir)).rejects.toMatchObject({ code: 'setup.download-failed' });
    expect(readFileSync(binding, 'utf8')).toBe('former');
    writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(binding)}, 'new')`);
    await downloadBinding(dir);
    expect(readFileSync(binding, 'utf8')).toBe('new');
  });
});

describe('a program', () => {
  it('gives its code and all that it printed', async () => {
    const script = "console.log('out'); console.error('err'); process.exit(3)";
    const { code, output } = await runProgram(process.execPath, ['-e', script], { cwd: '.' });
    expect(code).toBe(3);
    expect(output.trim().split('\n').sort()).toEqual(['err', 'out']);
  });

  it('is ended when it takes too long', async () => {
    const { code, output } = await runProgram(process.execPath, ['-e', 'setInterval(() => 0, 1e6)'], {
      cwd: '.',
      timeoutMs: 300,
    });
    expect(code).not.toBe(0);
    expect(output).toContain('SIGTERM');
  });
});

it('knows where npm put tfjs-node', () => {
  expect(tfjsNodeFolder()).toMatch(/@tensorflow[/\\]tfjs-node$/);
});
