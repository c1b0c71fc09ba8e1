import type { labelTexts as english } from '../en/label.ts';

const many = (count: string, one: string, more: string) => `${count} ${count === '1' ? one : more}`;

/** Labelling whole photos, in Danish. */
export const labelTexts: typeof english = {
  label: {
    title: 'Mærk',
    lead: 'Vis, hvordan bjørneklo ser ud: tryk på de felter i et foto, hvor den er. Det kræver ingen model.',
    noPhotos: 'Ingen fotos fra denne flyvning er klar endnu.',
    noGrid: 'Dette foto har intet gitter endnu: flyvningen er ikke behandlet.',
    answers: (count) => `${count} svar`,
    how: 'Tryk på hvert felt med bjørneklo; tryk igen for at tage det tilbage.',
    count: (count) => `${many(count, 'felt', 'felter')} med bjørneklo`,
    rest: 'Der er ingen bjørneklo i de andre felter',
    restOverlap:
      'Felterne overlapper: de, der rører et trykket felt, får intet svar, for de kan vise den samme plante.',
    hints: 'Vis, hvad modellen siger',
    save: 'Gem, og videre',
    skip: 'Næste foto',
    all: 'Alle fotos',
    grid: 'Gitter over fotoet',
    cell: (row, col, answer) => `Række ${row}, kolonne ${col}${answer === undefined ? '' : `: ${answer}`}`,
  },
};
