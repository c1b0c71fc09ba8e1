/** What the shell says of a program that a closed pipe ended: 128 and the number of SIGPIPE. */
const endedByPipe = 141;

/**
 * From now on the process ends without a word when whoever reads its output has gone (`umbel query ... | head`), as Unix
 * programs do; Node ignores SIGPIPE and would show an unhandled error.
 */
export function endOnClosedPipe(
  streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      // oxlint-disable-next-line unicorn/no-process-exit -- a signal would have ended it here; nobody is left to tell
      process.exit(endedByPipe);
    });
}
