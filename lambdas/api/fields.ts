import type { ApiField } from './field.ts';
import { flightFields } from './flight-fields.ts';
import { peopleFields } from './people-fields.ts';

/** Every field of Query and Mutation by its name in the schema. */
export const apiFields: Readonly<Record<string, ApiField>> = {
  ...peopleFields,
  ...flightFields,
};
