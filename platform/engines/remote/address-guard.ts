import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { UmbelError } from '#core/errors.ts';
import { type Allowed, allowedFor, allowVariable, familyOf } from './allowed-hosts.ts';

type Network = readonly [string, number, 'ipv4' | 'ipv6'];

/**
 * Addresses that no model is served at, but that give away credentials or settings to whoever asks from inside:
 * link-local ones (with the metadata services of AWS, Azure and Google at 169.254.169.254 and of ECS at 169.254.170.2),
 * the IPv6 metadata address of EC2, those of Azure's host, Alibaba and Oracle, and "this host".
 */
const telltale: readonly Network[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['192.0.0.192', 32, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['255.255.255.255', 32, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
  ['fd00:ec2::', 32, 'ipv6'],
  // IPv4 link-local behind NAT64 (RFC 6052).
  ['64:ff9b::a9fe:0', 112, 'ipv6'],
];

/**
 * This computer and the networks that are reached from inside only: services there trust whoever can ask.
 * Sources: RFC 6890, 1918, 6598, 4193; tunnels and translations (RFC 6052, 8215, 3056, 4380) can lead to any of them.
 */
const inside: readonly Network[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['2001::', 32, 'ipv6'],
];

/** Says whether a remote model may be where its package says, and looks up names so that only such addresses come out. */
export interface AddressGuard {
  /** For `http.request`: checked is the very address that is then connected to, so a name cannot change in between. */
  readonly lookup: (
    hostname: string,
    options: LookupOptions,
    callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ) => void;
}

/**
 * A guard for one address. The package names it, and a package may come from anyone: metadata services are refused, this
 * computer and private networks are too unless a person has named them.
 * @param allowed names, addresses and networks of one's own servers, separated by commas
 * @throws UmbelError `remote.address-refused`, `environment.invalid`
 */
export function createAddressGuard(url: URL, allowed = process.env[allowVariable]): AddressGuard {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = portOf(url);
  const permitted = allowedFor(host, port, allowed);
  const check = (address: string): void => {
    if (!mayBeAsked(address, permitted)) throw addressRefused(address, { host, port });
  };
  if (isIP(host) !== 0) check(host);
  return {
    lookup(hostname, options, callback) {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, []);
        try {
          for (const { address } of addresses) check(address);
        } catch (refusal) {
          return callback(refusal instanceof Error ? refusal : new Error(String(refusal)), []);
        }
        if (options.all === true) return callback(null, addresses);
        callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
      });
    },
  };
}

/**
 * What to write into the environment so that later commands may ask the server that a person has just named; this process
 * may do so from now on. A metadata service is not allowed by naming it as a server.
 */
export function allowServer(url: URL): string {
  const known = process.env[allowVariable] ?? '';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const entry = isIn(telltale, host) ? '' : `${url.hostname}:${portOf(url)}`;
  const allowed = [known, entry].filter((part) => part !== '').join(',');
  process.env[allowVariable] = allowed;
  return `${allowVariable}=${allowed}`;
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

/** A name that was allowed may stand in the private network; a metadata service must be named by its address. */
function mayBeAsked(address: string, allowed: Allowed): boolean {
  if (isIn(telltale, address)) return allowed.has(address);
  return !isIn(inside, address) || allowed.byName || allowed.has(address);
}

function isIn(networks: readonly Network[], address: string): boolean {
  const list = new BlockList();
  for (const [network, prefix, family] of networks) list.addSubnet(network, prefix, family);
  return isIP(address) !== 0 && list.check(address, familyOf(address));
}

function addressRefused(address: string, { host, port }: { host: string; port: number }): UmbelError {
  const named = host.includes(address) ? address : `${host} (${address})`;
  const isTelltale = isIn(telltale, address);
  const bare = isTelltale ? address : host;
  return new UmbelError({
    code: 'remote.address-refused',
    kind: 'configuration',
    message: isTelltale
      ? `A remote model is not asked at ${named}: the address is link-local, or that of a metadata service.`
      : `A remote model is not asked at ${named}: the address is on this computer or in a private network, and nobody has allowed it.`,
    hint: `If a model really is served there, allow it: ${allowVariable}=${bare.includes(':') ? `[${bare}]` : bare}:${port}`,
  });
}
