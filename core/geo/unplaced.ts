import { type Flag, flagSentence, flagSentences } from './flags.ts';

/** Flags that keep a photo off the map, the plainest first: without a place nothing else matters. */
const unplacing: readonly Flag[] = [
  'gps.missing',
  'gps.zero',
  'gps.invalid',
  'gps.ref-missing',
  'height.too-low',
  'height.implausible',
  'height.invalid',
  'height.missing',
  'attitude.contradictory',
  'focal.unknown',
];

/** Why a photo without a pose has none: the code of a flag and its sentence. */
export function unplacedReason(flags: readonly string[]): {
  readonly code: string;
  readonly message: string;
} {
  const code = unplacing.find((flag) => flags.includes(flag));
  return code === undefined
    ? { code: 'photo.unplaced', message: flagSentences['gps.missing'] }
    : { code, message: flagSentence(code) };
}
