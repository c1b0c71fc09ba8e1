import { me, type Role } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useIdentity } from '../api/identity.ts';

/** What a person may do, as far as the console offers it; the server decides. */
export interface Abilities {
  readonly judges: boolean;
  readonly uploads: boolean;
  readonly marks: boolean;
  readonly promotes: boolean;
}

/** Who is there and what this person may do. */
export function useAbilities(): Abilities {
  const identity = useIdentity();
  const { data } = useAnswer('me', me, {}, { enabled: identity !== undefined });
  const roles: readonly Role[] =
    data?.me.roles ?? (identity === undefined ? [] : [identity.role.toUpperCase() as Role]);
  const any = (...wanted: Role[]) => roles.includes('ADMIN') || wanted.some((role) => roles.includes(role));
  return {
    judges: any('BIOLOGIST'),
    uploads: any('OPERATOR'),
    marks: any('OPERATOR', 'BIOLOGIST'),
    promotes: any(),
  };
}
