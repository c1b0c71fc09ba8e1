import { describe, expect, it } from 'vitest';
import { globalsForeignToCore, layers, wrongArrow } from './arrows.ts';
import { computed, globalsUsed, importsOf } from './imports-of.ts';
import { sourceFiles, sourceOf } from './sources.ts';

describe('imports point one way', () => {
  const files = sourceFiles(Object.keys(layers));
  const importsByFile = new Map(files.map((file) => [file, importsOf(sourceOf(file))]));
  const every = <Result>(see: (file: string, name: string) => Result[]) =>
    [...importsByFile].flatMap(([file, names]) => names.flatMap((name) => see(file, name)));

  it('finds the sources', () => {
    for (const folder of Object.keys(layers))
      expect(files.some((file) => file.startsWith(`${folder}/`))).toBe(true);
  });

  it('has no wrong arrow', () => {
    expect(every((file, name) => [wrongArrow(file, name)].filter((wrong) => wrong !== undefined))).toEqual(
      [],
    );
  });

  it('loads by a computed name only what the deployment names, and what tests put between', () => {
    const loaders = every((file, name) => (name === computed ? [file] : []));
    expect(loaders).toEqual(['platform/local/lambda/thread.ts', 'platform/local/wrapper.ts']);
  });

  it('writes the ending .ts in every import of a source', () => {
    const without = every((file, name) =>
      /^[.#]/.test(name) && !/\.(tsx?|json|css)$/.test(name) ? [`${file}: ${name}`] : [],
    );
    expect(without).toEqual([]);
  });

  it('keeps core free of what only Node or only a browser has', () => {
    const foreign = sourceFiles(['core']).flatMap((file) =>
      globalsUsed(sourceOf(file), globalsForeignToCore).map((name) => `${file}: ${name}`),
    );
    expect(foreign).toEqual([]);
  });
});

const used = (source: string) => globalsUsed(source, globalsForeignToCore);

describe('the check itself', () => {
  it.each([
    ['core/a.ts', `import type { X } from '#platform/ports.ts';`],
    ['core/photo/a.ts', `export { x } from '../../platform/x.ts';`],
    ['core/a.ts', `import { readFile } from 'node:fs/promises';`],
    ['core/a.ts', `import type { S3Client } from '@aws-sdk/client-s3';`],
    ['core/a.ts', `type T = import('node:stream').Readable;`],
    ['platform/a.ts', `const { handler } = await import('../lambdas/open-flight/handler.ts');`],
    ['platform/a.ts', `new Worker(new URL('../cli/x.ts', import.meta.url));`],
    ['lambdas/x/a.ts', `import { y } from '#containers/inference/worker.ts';`],
    ['lambdas/x/a.ts', `import { Bucket } from 'aws-cdk-lib/aws-s3';`],
    ['containers/a.ts', `export * from '#cli/run.ts';`],
    ['lib/a.ts', `import { handler } from '#lambdas/open-flight/handler.ts';`],
    ['lib/a.ts', `import { loadDeployment } from '#platform/local/deployment.ts';`],
    ['lib/a.ts', `import sharp from 'sharp';`],
    ['cli/a.ts', `const x = require('#lib/app.ts');`],
    [
      'console/src/a.tsx',
      `import { label } from '#platform/tables/labels-table.ts'; const b = <b>{label}</b>;`,
    ],
    ['console/src/a.ts', `import { parse } from 'graphql';`],
  ])('finds the wrong arrow in %s: %s', (file, source) => {
    expect(importsOf(source).map((name) => wrongArrow(file, name))).toEqual([expect.stringContaining(file)]);
  });

  it.each([
    ['core/photo/a.ts', `import { z } from 'zod'; import { x } from '../errors.ts';`],
    ['platform/a.ts', `import type { Run } from '#core/flight/run.ts'; import 'node:fs';`],
    [
      'lambdas/x/handler.ts',
      `import { openPlatform } from '#platform/platform.ts'; import { z } from '../function.ts';`,
    ],
    ['lib/a.ts', `import { App } from 'aws-cdk-lib'; import { runPrefix } from '#core/flight/keys.ts';`],
    [
      'console/src/a.tsx',
      `import { bandOf } from '#core/review/band.ts'; import './a.css'; const b = <b>{bandOf}</b>;`,
    ],
    ['bin/a.ts', `import { handler } from '#lambdas/open-flight/handler.ts';`],
  ])('finds none in %s: %s', (file, source) => {
    expect(importsOf(source).flatMap((name) => wrongArrow(file, name) ?? [])).toEqual([]);
  });

  it('sees an import whose name it cannot see', () => {
    expect(importsOf('await import(name);')).toEqual([computed]);
  });

  it('tells a global from a property, a parameter and a declaration of its name', () => {
    expect(used('const env = process.env;')).toEqual(['process']);
    expect(used('export const f = () => ({ buffer: Buffer.from([]) });')).toEqual(['Buffer']);
    expect(used('const x = a.process; const y = { window: 1 };')).toEqual([]);
    expect(used('function f(document: string) { return document; }')).toEqual([]);
  });
});
