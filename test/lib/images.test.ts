import { describe, expect, it } from 'vitest';
import { ignoreListOf } from '#lib/constructs/ignore-list.ts';
import { loadDeployment } from '#platform/local/deployment.ts';
import { repositoryRoot, sourceOf } from '../architecture/sources.ts';

const images = [
  'lambdas/photo.Dockerfile',
  'containers/inference/Dockerfile',
  'containers/training/Dockerfile',
];

describe.each(images)('%s', (dockerfile) => {
  const lines = sourceOf(dockerfile).split('\n');

  it('is sent nothing but sources and the list of packages', () => {
    const list = ignoreListOf(repositoryRoot, dockerfile);
    expect(list[0]).toBe('**');
    expect(
      list
        .slice(1)
        .every((line) =>
          /^!(package(-lock)?\.json|(core|platform|lambdas|containers\/(inference|training))\/\*\*)$/.test(
            line,
          ),
        ),
    ).toBe(true);
  });

  it('copies only what it is sent', () => {
    const sent = new Set(
      ignoreListOf(repositoryRoot, dockerfile).map((line) => line.replace(/^!|\/\*\*$/g, '')),
    );
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied.length).toBeGreaterThan(3);
    expect(copied.filter((file) => !sent.has(file))).toEqual([]);
  });

  it('names its base exactly', () => {
    const bases = lines.filter((line) => line.startsWith('FROM '));
    for (const base of bases)
      expect(base).toMatch(
        /^FROM (node:\d+\.\d+\.\d+-\S+|public\.ecr\.aws\/lambda\/nodejs:24-arm64)( AS \w+)?$/,
      );
  });

  it('runs no install scripts', () => {
    const installs = lines.filter((line) => /npm (ci|install)\b/.test(line));
    expect(installs.length).toBeGreaterThan(0);
    for (const line of installs) expect(line).toContain('--ignore-scripts');
  });
});

it('bundles every handler that its functions name', () => {
  const entries = sourceOf('lambdas/photo.Dockerfile').matchAll(/^\s+([\w-]+)=lambdas\/\1\/handler\.ts/gm);
  const zipped = new Set([
    'umbel-api',
    'umbel-open-flight',
    'umbel-plan-review',
    'umbel-start-flight',
    'umbel-tend-lake',
    'umbel-watch-drift',
  ]);
  const imaged = loadDeployment().functions.filter(({ name }) => !zipped.has(name));
  expect(new Set([...entries].map(([, name]) => `umbel-${name}`))).toEqual(
    new Set(imaged.map(({ name }) => name)),
  );
});

it.each(['inference', 'training'])('runs %s as a user without rights', (container) => {
  expect(sourceOf(`containers/${container}/Dockerfile`)).toMatch(/^USER 1000:1000$/m);
});
