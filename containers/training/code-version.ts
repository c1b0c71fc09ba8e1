import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The commit that the training code is at, marked if files differ from it; `unknown` where there is no repository. */
export function codeVersion(): string {
  try {
    const changed =
      git('status', '--porcelain', '--', 'containers/training', 'core/simulate', 'core/model') !== '';
    return `${git('rev-parse', '--short=12', 'HEAD')}${changed ? '+changes' : ''}`;
  } catch {
    return 'unknown';
  }
}

function git(...parts: readonly string[]): string {
  return execFileSync('git', parts, {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
