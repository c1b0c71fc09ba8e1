import { certainFrom, probableFrom, type Band } from '../review/band.ts';
import { html, trusted, type Html } from './html.ts';
import { percentText } from './wording.ts';

/** How a band looks: told apart by colour and by shape. */
export interface PinLook {
  readonly label: string;
  /** Which confidences of a sighting it holds. */
  readonly range: string;
  /** CSS colour; the same in light and dark, at least 3:1 against both map grounds with its white edge. */
  readonly colour: string;
  /** SVG shape in a box of 24 x 24. */
  readonly shape: string;
}

export const pinLooks: Readonly<Record<Band, PinLook>> = {
  certain: {
    label: 'certain',
    range: `${percentText(certainFrom)} and more`,
    colour: '#c8102e',
    shape: '<circle cx="12" cy="12" r="8.5"/>',
  },
  probable: {
    label: 'probable',
    range: `${percentText(probableFrom)} to ${percentText(certainFrom)}`,
    colour: '#d96a00',
    shape: '<path d="M12 2.5 21.5 19.5H2.5Z"/>',
  },
  possible: {
    label: 'possible',
    // No lower end: the model's threshold is one of tiles, and photos that saw nothing pull a sighting below it.
    range: `below ${percentText(probableFrom)}`,
    colour: '#1667c7',
    shape: '<path d="M4 4h16v16H4Z"/>',
  },
};

/** The pin of a band as an image without meaning of its own: a word always stands beside it. */
export function pin(band: Band): Html {
  return html`<svg class="pin pin-${band}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${trusted(pinLooks[band].shape)}
  </svg>`;
}
