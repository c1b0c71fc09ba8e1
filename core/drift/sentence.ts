import type { DriftAssessment } from './assess.ts';

type Judged = Pick<DriftAssessment, 'level' | 'cause' | 'all' | 'shown' | 'input' | 'groundCells'>;

/** A judgement in one sentence or two for people. */
export function sentenceOf(judged: Judged): string {
  const { level, cause, all, shown, input } = judged;
  if (level === 'not-compared') return 'The model brings no reference of its confidences to compare with.';
  if (level === 'too-few') return tooFew(judged);
  const figures = `PSI ${all.psi.toFixed(3)}, of tiles that show something ${shown.psi.toFixed(2)}`;
  if (cause === 'new-plants') return `Steady (${figures}), but with many more or fewer plants than usual.`;
  if (level === 'steady')
    return `Steady: the confidences are those that the model gave when it was made (${figures}).`;
  if (level === 'watch' && cause === 'new-pictures' && !isFar(all) && !isFar(shown))
    return `${othersThanBefore(input)}, the confidences still as expected (${figures}): look at some.`;
  return `The confidences are not those of the model when it was made (${figures}). ${whyOf(cause, input)}`;
}

function tooFew({ all, input, groundCells }: Judged): string {
  const ground = `they show ${groundCells} ${groundCells === 1 ? 'piece' : 'pieces'} of ground, 22 m wide each`;
  const bound =
    all.bounds === undefined ? '' : `; even a PSI of ${all.bounds.alarm.toFixed(2)} could be chance`;
  const pictures = input.changes.length === 0 ? '' : ` ${othersThanBefore(input)}: look at some.`;
  return `Too few photos to judge: ${ground}${bound}. This is no alarm, and no word that all is well.${pictures}`;
}

function isFar({ psi, bounds }: DriftAssessment['all']): boolean {
  return bounds !== undefined && psi >= bounds.suspect;
}

function othersThanBefore({ changes }: DriftAssessment['input']): string {
  return `The pictures are others than before (${changes.map(({ property }) => property).join(' and ')})`;
}

function whyOf(cause: DriftAssessment['cause'], input: DriftAssessment['input']): string {
  if (cause === 'new-pictures') return `${othersThanBefore(input)}: a new camera, height, light or season.`;
  return input.compared
    ? 'The pictures are as before, so the model itself or plants that it never learned are the cause.'
    : 'There are too few earlier flights to say whether the pictures or the model changed.';
}
