import { type EnvironmentKey, environmentNames } from '#core/environment.ts';

/** What a function or a container is told of its surroundings. */
export type Surroundings = Partial<Record<EnvironmentKey, string>>;

/** The environment variables of a function or a container: the names that handlers read, and Powertools' own. */
export function environmentOf(service: string, surroundings: Surroundings): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [key, value] of Object.entries(surroundings)) {
    if (isEnvironmentKey(key)) variables[environmentNames[key]] = value;
  }
  return { ...variables, POWERTOOLS_SERVICE_NAME: service, POWERTOOLS_METRICS_NAMESPACE: 'Umbel' };
}

function isEnvironmentKey(key: string): key is EnvironmentKey {
  return key in environmentNames;
}
