import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from './appsync-directives.ts';

const groups = new Set(['operator', 'biologist', 'analyst', 'admin']);

/**
 * The identity that was chosen on the start page, as a Cognito identity; undefined when none or no possible one was.
 * Nobody checks it: whoever can reach the loopback interface of a computer can also read its files. The headers are our
 * own, so that a browser sends them for no other site's page.
 */
export function localIdentity(headers: IncomingHttpHeaders): Identity | undefined {
  const [name, role] = [headers['x-umbel-name'], headers['x-umbel-role']];
  if (typeof name !== 'string' || typeof role !== 'string' || !groups.has(role)) return undefined;
  const shown = decoded(name)
    ?.replaceAll(/\p{Cc}/gv, ' ')
    .trim()
    .slice(0, 60);
  if (shown === undefined || shown === '') return undefined;
  return {
    sub: `local:${shown}`,
    username: shown,
    groups: [role],
    claims: { name: shown, 'umbel:local': true },
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
