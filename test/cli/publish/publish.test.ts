import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleOfDeployment } from '#cli/aws/names.ts';
import { consoleFiles } from '#cli/publish/console-files.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const signIn = { url: 'https://people.example', clientId: 'c1' };

describe('the files of the console', () => {
  it('are pages last, hashed files kept for ever, with where to sign in', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'assets'));
    for (const name of ['index.html', 'umbel.svg', 'assets/console-CXZl8pP7.js'])
      writeFileSync(path.join(folder, name), name);
    const files = await consoleFiles(signIn, folder);
    expect(files.at(-1)).toMatchObject({ key: 'index.html', cacheControl: 'no-cache' });
    const byKey = new Map(files.map((file) => [file.key, file]));
    expect(byKey.get('assets/console-CXZl8pP7.js')).toMatchObject({
      contentType: 'text/javascript; charset=utf-8',
      cacheControl: 'public, max-age=31536000, immutable',
    });
    expect(byKey.get('umbel.svg')?.contentType).toBe('image/svg+xml');
    expect(JSON.parse(new TextDecoder().decode(byKey.get('config.json')?.body))).toEqual({ signIn });
  });

  it('are asked for where they were not built', async () => {
    await expect(consoleFiles(signIn, temporaryFolder())).rejects.toMatchObject({
      code: 'console.not-built',
      hint: 'Run npm run console:build first.',
    });
  });
});

const outputsOf = (outputs: object): string => {
  const file = path.join(temporaryFolder(), 'cdk-outputs.json');
  writeFileSync(file, JSON.stringify({ 'umbel-dev-Console': outputs }));
  return file;
};

describe('the console of a deployment', () => {
  it('is told by the outputs', () => {
    const all = { ConsoleBucket: 'b', ConsoleUrl: 'https://c.example', SignInUrl: 's', ClientId: 'i' };
    expect(consoleOfDeployment(outputsOf(all))).toEqual({
      bucket: 'b',
      url: 'https://c.example',
      signIn: { url: 's', clientId: 'i' },
    });
  });

  it('names what the outputs do not tell', () => {
    expect(() => consoleOfDeployment(outputsOf({ ConsoleBucket: 'b' }))).toThrow(/does not tell ConsoleUrl/);
  });
});
