import { BlockList, isIP } from 'node:net';
import { environmentNames } from '#core/environment.ts';
import { UmbelError } from '#core/errors.ts';

/** Environment variable with the servers that are our own: `127.0.0.1:8501, models.internal, 10.20.0.0/16`. */
export const allowVariable = environmentNames.remoteAllow;

/** What a person has allowed for the host and port of one model. */
export interface Allowed {
  /** True where the host was named as the package names it: it may then stand in the private network. */
  readonly byName: boolean;
  /** Whether an address was named, alone or by its network. */
  has(address: string): boolean;
}

interface Entry {
  readonly name?: string;
  readonly network?: BlockList;
  /** Undefined: any. */
  readonly port: number | undefined;
}

/**
 * What the list allows for a host and port.
 * @param list names, addresses and networks, each with a port or without, separated by commas
 * @throws UmbelError `environment.invalid` naming the entry
 */
export function allowedFor(host: string, port: number, list = ''): Allowed {
  const entries = list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(parseEntry)
    .filter((entry) => entry.port === undefined || entry.port === port);
  return {
    byName: entries.some(({ name }) => name === host.toLowerCase()),
    has: (address) => entries.some(({ network }) => network?.check(address, familyOf(address)) === true),
  };
}

/** `ipv4` or `ipv6`, as BlockList wants it. */
export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

const hostName = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*$/;

function parseEntry(text: string): Entry {
  const { host, port } = splitPort(text.toLowerCase());
  const [address = '', prefix] = host.split('/');
  const version = isIP(address);
  if (port === undefined || (port > 0 && port < 65_536)) {
    if (version === 0 && hostName.test(host) && !/^[\d.]+$/.test(host)) return { name: host, port };
    const most = version === 6 ? 128 : 32;
    const bits = prefix === undefined ? most : Number(prefix);
    if (version !== 0 && /^\d{1,3}$/.test(prefix ?? '0') && bits <= most) {
      const network = new BlockList();
      network.addSubnet(address, bits, familyOf(address));
      return { network, port };
    }
  }
  throw new UmbelError({
    code: 'environment.invalid',
    kind: 'configuration',
    message: `${allowVariable} holds "${text}", which is neither a name nor an address nor a network.`,
    hint: 'Write them separated by commas, with a port or without: localhost:8501, 10.20.0.0/16, [fd12::7]:443.',
  });
}

/** `[v6]:port`, `name:port`, `address:port`; a bare IPv6 address has colons and no port. */
function splitPort(text: string): { readonly host: string; readonly port: number | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^([^:]*):(\d{1,5})$/.exec(text);
  const [, host = text, port] = bracketed ?? plain ?? [];
  return { host, port: port === undefined ? undefined : Number(port) };
}
