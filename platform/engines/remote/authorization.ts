import { UmbelError } from '#core/errors.ts';

/** Environment variable `ORIGIN VALUE`, e.g. `https://models.example.org Bearer abc`. */
export const authorizationVariable = 'UMBEL_REMOTE_AUTHORIZATION';

/**
 * The Authorization header for an address, from the environment; undefined for any other origin than the one named there,
 * so that a package from elsewhere cannot make Umbel hand out the secret.
 * @throws UmbelError `environment.invalid`
 */
export function authorizationFor(url: URL, text = process.env[authorizationVariable]): string | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const [origin = '', ...value] = text.trim().split(/\s+/);
  if (!URL.canParse(origin) || value.length === 0) {
    throw new UmbelError({
      code: 'environment.invalid',
      kind: 'configuration',
      message: `${authorizationVariable} does not begin with an address and a space.`,
      hint: 'Write the origin of the server, a space, and the header: https://models.example.org Bearer abc',
    });
  }
  return new URL(origin).origin === url.origin ? value.join(' ') : undefined;
}
