import { exportFields } from './export-fields.ts';
import type { ApiField } from './field.ts';
import { flightFields } from './flight-fields.ts';
import { labelFields } from './label-fields.ts';
import { markFields } from './mark-fields.ts';
import { modelFields } from './model-fields.ts';
import { peopleFields } from './people-fields.ts';
import { photoFields } from './photo-fields.ts';
import { reviewFields } from './review-fields.ts';
import { runFields } from './run-fields.ts';
import { sightingFields } from './sighting-fields.ts';
import { tileFields } from './tile-fields.ts';
import { uploadFields } from './upload-fields.ts';

/** Every field of Query and Mutation by its name in the schema. */
export const apiFields: Readonly<Record<string, ApiField>> = {
  ...peopleFields,
  ...flightFields,
  ...photoFields,
  ...tileFields,
  ...sightingFields,
  ...reviewFields,
  ...labelFields,
  ...markFields,
  ...uploadFields,
  ...runFields,
  ...modelFields,
  ...exportFields,
};
