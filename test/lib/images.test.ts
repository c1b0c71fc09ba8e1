import { describe, expect, it } from 'vitest';
import { ignoreListOf } from '#lib/constructs/ignore-list.ts';
import { loadDeployment } from '#platform/local/deployment.ts';
import { repositoryRoot, sourceOf } from '../architecture/sources.ts';

const images = [
  'lambdas/photo.Dockerfile',
  'containers/inference/Dockerfile',
  'containers/inference/Dockerfile.gpu',
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
    const own = new Set(bases.map((line) => / AS ([\w-]+)$/.exec(line)?.[1]));
    const foreign = bases.map((line) => line.split(' ')[1]!).filter((base) => !own.has(base));
    expect(foreign.length).toBeGreaterThan(0);
    for (const base of foreign)
      expect(base.replace(/@sha256:[0-9a-f]{64}$/, '')).toMatch(
        /^(node:\d+\.\d+\.\d+-[a-z-]+|nvidia\/cuda:\d+\.\d+\.\d+-cudnn-runtime-ubuntu\d+\.\d+|public\.ecr\.aws\/lambda\/nodejs:24-arm64|tfjs-\$\{TFJS\})$/,
      );
  });

  it('names one base in one way, and says where it is not named by digest', () => {
    const bases = lines.filter((line) => /^FROM [\w./]+:/.test(line)).map((line) => line.split(' ')[1]!);
    for (const base of new Set(bases)) {
      const fellows = bases.filter((other) => other.split('@')[0] === base.split('@')[0]);
      expect(new Set(fellows)).toEqual(new Set([base]));
      const first = lines.findIndex((line) => line.startsWith(`FROM ${base}`));
      const said = lines.slice(Math.max(0, first - 2), first).join('\n');
      expect(base.includes('@sha256:') || said.includes('no digest is written here')).toBe(true);
    }
  });

  it('holds no secret, and takes none', () => {
    const told = lines.filter((line) => /^(ARG|ENV|\s+[A-Z_]+=)/.test(line));
    expect(told.filter((line) => /secret|password|token|credential|_key\b/i.test(line))).toEqual([]);
    expect(lines.filter((line) => /--mount=type=secret|\.npmrc|\/\.aws\b/.test(line))).toEqual([]);
  });

  it('installs what the lockfile says', () => {
    expect(sourceOf(dockerfile)).toContain('COPY package.json package-lock.json');
    expect(lines.some((line) => line.includes('npm ci '))).toBe(true);
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
    'umbel-follow-run',
    'umbel-open-flight',
    'umbel-plan-review',
    'umbel-start-flight',
    'umbel-tend-lake',
    'umbel-watch-drift',
    'umbel-watch-flights',
  ]);
  const imaged = loadDeployment().functions.filter(({ name }) => !zipped.has(name));
  expect(new Set([...entries].map(([, name]) => `umbel-${name}`))).toEqual(
    new Set(imaged.map(({ name }) => name)),
  );
});

describe.each(images.filter((file) => file.startsWith('containers/')))('%s', (dockerfile) => {
  const text = sourceOf(dockerfile);
  const last = text.slice(text.lastIndexOf('\nFROM '));

  it('runs as a user without rights, and writes to /tmp alone', () => {
    expect(last.match(/^USER .*$/gm)).toEqual(['USER 1000:1000']);
    expect(last).toContain('VOLUME ["/tmp"]');
    // What comes after USER would belong to it.
    expect(last.slice(last.indexOf('USER ')).match(/^(COPY|ADD|RUN)\b/gm)).toBeNull();
  });

  it('leaves out what only developers need', () => {
    for (const line of text.split('\n').filter((each) => /npm ci\b/.test(each)))
      expect(line).toContain('--omit=dev');
  });

  it('shows whether it lives, by a program that it holds and a file that it may write', () => {
    expect(last).toMatch(/^HEALTHCHECK .* CMD \["node", "platform\/container\/is-alive\.ts"\]$/m);
    expect(last).toContain('UMBEL_ALIVE_FILE=/tmp/');
  });
});

describe('the image for GPUs', () => {
  const text = sourceOf('containers/inference/Dockerfile.gpu');

  it('computes on the GPU in full precision, and has nothing to fall back on', () => {
    expect(text).toContain('UMBEL_ONNX_DEVICE=cuda');
    expect(text).toContain('NVIDIA_TF32_OVERRIDE=0');
    expect(text).toContain('test -s linux/x64/libonnxruntime_providers_cuda.so');
  });

  it('takes CUDA for the very onnxruntime of the lockfile', () => {
    expect(text).toContain(
      'node node_modules/onnxruntime-node/script/install --onnxruntime-node-install=cuda12',
    );
    const script = sourceOf('node_modules/onnxruntime-node/script/install-metadata.js');
    expect(script).toContain("'linux/x64:cuda12'");
  });

  it('is otherwise the image for processors: same sources, same entry, same modes', () => {
    const parts = /^(COPY (?:core|platform|containers)|ENTRYPOINT|CMD|EXPOSE).*$/gm;
    expect(text.match(parts)).toEqual(sourceOf('containers/inference/Dockerfile').match(parts));
    const ignored = ['Dockerfile.gpu', 'Dockerfile'].map((name) =>
      sourceOf(`containers/inference/${name}.dockerignore`),
    );
    expect(ignored[0]).toBe(ignored[1]);
  });
});
