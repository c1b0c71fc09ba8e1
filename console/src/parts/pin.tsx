import type { ReactNode } from 'react';
import type { Band } from '#core/review/band.ts';

/** Outline of each band's sign in a box of 24 x 24: told apart by shape as well as by colour. */
export const pinPaths: Readonly<Record<Band, string>> = {
  certain: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17Z',
  probable: 'M12 2.5 21.5 19.5H2.5Z',
  possible: 'M4 4h16v16H4Z',
};

/** The sign of a band; a word always stands beside it. */
export function Pin({ band }: { readonly band: Band }): ReactNode {
  return (
    <svg className={`pin pin-${band}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={pinPaths[band]} />
    </svg>
  );
}
