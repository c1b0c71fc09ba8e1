import { availableParallelism } from 'node:os';

/**
 * Lets every core decode a photo: Node's pool has four threads otherwise, whatever the machine. Must run before the pool
 * is first used, which is before nearly everything; child processes inherit it.
 */
export function useAllCores(): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(4, availableParallelism() + 2));
}
