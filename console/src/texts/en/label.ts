const many = (count: string, one: string, more: string) => `${count} ${count === '1' ? one : more}`;

/** Labelling whole photos, in English. */
export const labelTexts = {
  label: {
    title: 'Label',
    lead: 'Show what hogweed looks like: press the cells of a photo that hold it. No model is needed for that.',
    noPhotos: 'No photo of this flight is ready yet.',
    noGrid: 'This photo has no grid yet: the flight has not been worked on.',
    answers: (count: string) => many(count, 'answer', 'answers'),
    how: 'Press every cell that holds hogweed; press again to take it back.',
    count: (count: string) => `${many(count, 'cell', 'cells')} with hogweed`,
    rest: 'All other cells hold no hogweed',
    restOverlap:
      'Cells overlap: those that touch a pressed one are left without an answer, for they may show the same plant.',
    hints: 'Show what the model says',
    save: 'Save, and on',
    skip: 'Next photo',
    all: 'All photos',
    grid: 'Grid over the photo',
    cell: (row: number, col: number, answer: string | undefined) =>
      `Row ${row}, column ${col}${answer === undefined ? '' : `: ${answer}`}`,
  },
};
