#!/usr/bin/env node
import { UmbelError } from '#core/errors.ts';
import { buildApp } from '#lib/app.ts';

try {
  buildApp().synth();
} catch (error) {
  if (!(error instanceof UmbelError)) throw error;
  // A wrong `-c` is mended by whoever typed it: a trace of the code is no help.
  process.stderr.write(
    `umbel: ${error.message} (${error.code})\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`,
  );
  process.exitCode = 2;
}
