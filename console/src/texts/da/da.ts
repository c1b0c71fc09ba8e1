import type { english } from '../en/en.ts';
import { codeTexts } from './codes.ts';
import { flightTexts } from './flights.ts';
import { keyTexts } from './keys.ts';
import { labelTexts } from './label.ts';
import { mapTexts } from './map.ts';
import { modelTexts } from './models.ts';
import { reviewTexts } from './review.ts';
import { shell } from './shell.ts';
import { uploadTexts } from './upload.ts';

/** Every text of the console in Danish. */
export const danish: typeof english = {
  ...shell,
  ...keyTexts,
  ...flightTexts,
  ...uploadTexts,
  ...reviewTexts,
  ...mapTexts,
  ...labelTexts,
  ...modelTexts,
  ...codeTexts,
};
