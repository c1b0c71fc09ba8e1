import type { SiteChange } from '../season/compare.ts';
import type { Difference } from './difference.ts';

/** What may have become of a site: between two runs of one flight, or between two flights. */
export type Change = Difference | SiteChange;

/** How a change looks on the page: told apart by word, colour and shape. */
export interface ChangeLook {
  readonly label: string;
  readonly colour: string;
  /** The same colour on the map of a dark page. */
  readonly darkColour: string;
  /** SVG shape in a box of 24 x 24. */
  readonly shape: string;
}

const plus = '<path d="M9 3h6v6h6v6h-6v6H9v-6H3V9h6Z"/>';
const cross = '<path d="M7 3l5 5 5-5 4 4-5 5 5 5-4 4-5-5-5 5-4-4 5-5-5-5Z"/>';
const disc = '<circle cx="12" cy="12" r="8.5"/>';
const diamond = '<path d="M12 2l10 10-10 10L2 12Z"/>';
const square = '<path d="M4 4h16v16H4Z"/>';
const triangle = '<path d="M12 2.5 21.5 19.5H2.5Z"/>';

const red = { colour: '#c8102e', darkColour: '#ff8090' };
const green = { colour: '#1d7a45', darkColour: '#7fd1a0' };
const orange = { colour: '#c05e00', darkColour: '#ffac5c' };
const blue = { colour: '#1667c7', darkColour: '#7fb4ff' };
const grey = { colour: '#5d6a64', darkColour: '#a3aea9' };

export const changeLooks: Readonly<Record<Change, ChangeLook>> = {
  appeared: { label: 'appeared', ...red, shape: plus },
  vanished: { label: 'vanished', ...green, shape: cross },
  'changed-band': { label: 'changed its band', ...orange, shape: diamond },
  unchanged: { label: 'as before', ...grey, shape: disc },
  new: { label: 'new', ...red, shape: plus },
  persisting: { label: 'still there', ...orange, shape: disc },
  treated: { label: 'gone after treatment', ...green, shape: diamond },
  gone: { label: 'gone', ...green, shape: cross },
  'not-covered-before': {
    label: 'found, but the first flight did not show the place',
    ...blue,
    shape: triangle,
  },
  'not-covered-after': { label: 'not looked at again', ...grey, shape: square },
};
