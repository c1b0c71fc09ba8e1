import { UmbelError } from '#core/errors.ts';
import { type EnvironmentKey, environmentNames } from '#core/environment.ts';

/**
 * The value of one environment variable that the infrastructure must have set.
 * @throws UmbelError `environment.missing`
 */
export function requireEnvironment(key: EnvironmentKey): string {
  const name = environmentNames[key];
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new UmbelError({
    code: 'environment.missing',
    kind: 'configuration',
    message: `The environment variable ${name} is not set.`,
    hint: 'The deployment sets it; a function that needs it must be granted it in lib/.',
  });
}
