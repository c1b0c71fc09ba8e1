import { z } from 'zod';
import { refused } from './errors.ts';

/** What a person may do; the names of the Cognito groups. */
export const roleSchema = z.enum(['operator', 'biologist', 'analyst', 'admin']);
export type Role = z.infer<typeof roleSchema>;
export const roles = roleSchema.options;

/** Who asks. */
export interface Person {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Chosen on this machine, checked by nobody. */
  readonly local: boolean;
}

const identitySchema = z.object({
  username: z.string().min(1).max(128),
  groups: z.array(z.string()).nullish(),
  claims: z.record(z.string(), z.unknown()).default({}),
});

/**
 * The person that AppSync says asks: known to others by the e-mail address, where the user pool has one.
 * @throws UmbelError `api.forbidden` for someone in none of the four groups
 */
export function personOf(identity: unknown): Person {
  const parsed = identitySchema.safeParse(identity);
  if (!parsed.success) throw refused('Nobody is signed in.', { hint: 'Sign in and try again.' });
  const { username, groups, claims } = parsed.data;
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name].slice(0, 128) : undefined);
  const known = roles.filter((role) => groups?.includes(role) === true);
  const personId = text('email') ?? username;
  if (known.length === 0)
    throw refused(`${personId} is in no group of Umbel.`, {
      hint: 'Ask an administrator to add you to a group.',
    });
  return { personId, name: text('name') ?? personId, roles: known, local: claims['umbel:local'] === true };
}
