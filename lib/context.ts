import { readFileSync } from 'node:fs';
import { z } from 'zod';

const cdkJsonSchema = z.looseObject({ context: z.record(z.string(), z.unknown()) });

/**
 * The context of `cdk.json`: the library's recommended flags, some of which change what a template says. The CDK's
 * command line hands it to the app; whoever runs the app without it (synth, tests) reads it here.
 */
export function readContext(cdkJson: string): Record<string, unknown> {
  return cdkJsonSchema.parse(JSON.parse(readFileSync(cdkJson, 'utf8'))).context;
}
