import { z } from 'zod';

/** A name of the domain as GraphQL writes enum values: `not-hogweed` -> `NOT_HOGWEED`. */
export function enumName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}

/** Takes an enum value of GraphQL for a name of the domain. */
export function enumOf<Name extends string>(names: readonly Name[]) {
  return z.string().transform((text, context): Name => {
    const found = names.find((name) => enumName(name) === text);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: `must be one of ${names.map(enumName).join(', ')}` });
    return z.NEVER;
  });
}
