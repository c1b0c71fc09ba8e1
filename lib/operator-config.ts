import { z } from 'zod';

/** Somebody who uploads flights with credentials of AWS. */
export const operatorSchema = z.strictObject({
  /** Begins the name of each of the operator's flights: `ulrum` for `ulrum-2026-06-14`. */
  name: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,22}[a-z0-9])?$/, 'must be 1 to 24 of a-z, 0-9 and - (not at the ends)'),
  /** Who may take the role: a role, a user, or a whole account (`...:root`) of the operator's own. */
  principalArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:role|user)\/[\w+=,.@/-]{1,512})$/,
      'must be the ARN of a role, a user or an account',
    ),
  /** What AWS calls the external id: a word that the operator must say, where the principal is another account's service. */
  externalId: z.string().min(8).max(128).optional(),
});
export type OperatorConfig = z.infer<typeof operatorSchema>;

/** Beginning of the keys that an operator may write: everything of flights called `<name>-...`. */
export function flightsOf(name: string): string {
  return `flights/${name}-`;
}

/** What is wrong with names that would let one operator write the other's flights; undefined: nothing. */
export function operatorClash(names: readonly string[]): string | undefined {
  for (const [i, name] of names.entries()) {
    const other = names.find((each, j) => j !== i && `${each}-`.startsWith(`${name}-`));
    if (other !== undefined) return `"${name}" could write the flights of "${other}"`;
  }
  return undefined;
}
