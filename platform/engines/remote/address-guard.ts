import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { UmbelError } from '#core/errors.ts';

/**
 * Addresses that no model is served at, but that give away credentials or settings to whoever asks from inside:
 * link-local ones (with the metadata services of AWS, Azure and Google at 169.254.169.254 and of ECS at 169.254.170.2),
 * the IPv6 metadata address of EC2, those of Azure's host, Alibaba and Oracle, and "this host".
 */
const refused: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
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

/** Environment variable with addresses that may be used all the same: `169.254.10.1, 100.64.0.0/10`. */
export const allowVariable = 'UMBEL_REMOTE_ALLOW';

/** Says whether a remote model may be at an address, and looks up names so that only such addresses come out. */
export interface AddressGuard {
  /**
   * Nothing, for a name or an address that may be used.
   * @throws UmbelError `remote.address-refused`
   */
  checkHost(host: string): void;
  /** For `http.request`: checked is the very address that is then connected to, so a name cannot change in between. */
  readonly lookup: (
    hostname: string,
    options: LookupOptions,
    callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ) => void;
}

/**
 * A guard that refuses link-local and metadata addresses.
 * @param allowed addresses and networks to let through, separated by commas
 */
export function createAddressGuard(allowed: string | undefined = process.env[allowVariable]): AddressGuard {
  const [no, yes] = [new BlockList(), allowList(allowed)];
  for (const [network, prefix, family] of refused) no.addSubnet(network, prefix, family);
  const check = (address: string, host: string): void => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (no.check(address, family) && !yes.check(address, family)) throw addressRefused(address, host);
  };
  return {
    checkHost(host) {
      const bare = host.replace(/^\[|\]$/g, '');
      if (isIP(bare) !== 0) check(bare, host);
    },
    lookup(hostname, options, callback) {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, []);
        try {
          for (const { address } of addresses) check(address, hostname);
        } catch (refusal) {
          return callback(refusal instanceof Error ? refusal : new Error(String(refusal)), []);
        }
        if (options.all === true) return callback(null, addresses);
        callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
      });
    },
  };
}

function allowList(text = ''): BlockList {
  const list = new BlockList();
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    const bits = prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix);
    if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) {
      throw new UmbelError({
        code: 'environment.invalid',
        kind: 'configuration',
        message: `${allowVariable} holds "${entry}", which is neither an address nor a network.`,
        hint: 'Write addresses and networks separated by commas: 169.254.10.1, 100.64.0.0/10.',
      });
    }
    list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function addressRefused(address: string, host: string): UmbelError {
  const named = host.includes(address) ? address : `${host} (${address})`;
  return new UmbelError({
    code: 'remote.address-refused',
    kind: 'configuration',
    message: `A remote model is not asked at ${named}: the address is link-local, or that of a metadata service.`,
    hint: `If a model really is served there, name the address in ${allowVariable}.`,
  });
}
