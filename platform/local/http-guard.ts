import type { IncomingMessage } from 'node:http';

/** Names under which a server on the loopback interface may be called. */
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request is refused; undefined when it may pass.
 * A page of another site may make a browser call this server, even under that site's own name (DNS rebinding): then the
 * Host is that name, and the Origin of anything that changes something is that site.
 * Source: https://developer.mozilla.org/docs/Web/Security/Attacks/DNS_rebinding
 */
export function refusalOf(
  { headers, method }: Pick<IncomingMessage, 'headers' | 'method'>,
  port: number,
): string | undefined {
  const hosts = loopbackNames.map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? '')) return 'This server answers only to names of this computer.';
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return 'Pages of other sites may not use this server.';
  const site = headers['sec-fetch-site'];
  const fromElsewhere = site === 'cross-site' || site === 'same-site';
  // A link from elsewhere may open the console, nothing more.
  const isOpening = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return fromElsewhere && !isOpening ? 'Pages of other sites may not use this server.' : undefined;
}
