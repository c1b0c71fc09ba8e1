import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';

const hints: Readonly<Record<string, string>> = {
  'lake.file-corrupt':
    'Take it out with `umbel lake repair`; it names the runs that then have to be done again.',
  'lake.file-missing':
    'Take it out with `umbel lake repair`; it names the runs that then have to be done again.',
  'lake.commit-invalid':
    'Bring back its former version, or delete it and run the flights of that month again: umbel run DIR --again.',
  'lake.busy': 'Try again in a minute; nothing is lost.',
};

const answerSchema = z.object({ errorMessage: z.string() });

/** What a function failed of, in its own words where it is the lake; any other error as it is. */
export function lakeFailure(error: unknown): unknown {
  const hint = error instanceof Error ? hints[error.name] : undefined;
  if (!(error instanceof Error) || hint === undefined) return error;
  return new UmbelError({
    code: error.name,
    kind: error.name === 'lake.busy' ? 'try-again' : 'conflict',
    message: messageOf(error.message),
    hint,
    cause: error,
  });
}

/** A function answers as Lambda does: with JSON behind the name of the error. */
function messageOf(text: string): string {
  try {
    return answerSchema.parse(JSON.parse(text.slice(text.indexOf('{')))).errorMessage;
  } catch {
    return text;
  }
}
