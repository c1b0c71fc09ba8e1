import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { allowServer, createAddressGuard } from '#platform/engines/remote/address-guard.ts';
import { httpTransport } from '#platform/engines/remote/http-transport.ts';

const resolved = vi.hoisted(() => ({ addresses: [] as { address: string; family: number }[] }));
vi.mock('node:dns', async (original) => ({
  ...(await original<object>()),
  lookup: (_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(null, resolved.addresses),
}));
afterEach(() => vi.unstubAllEnvs());

let asked = 0;
/** A server on this computer that nobody meant to be asked: an admin page, a database, an agent with credentials. */
const neighbour = http.createServer((_request, response) => {
  asked++;
  response.end('{"outputs":[]}');
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
  port = (neighbour.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => neighbour.close(resolve)));

const transport = (url: string) => httpTransport({ url: new URL(url), timeoutMs: 500, inFlight: 1 });
const ask = async (url: string): Promise<unknown> => {
  const carrier = transport(url);
  try {
    return await carrier.send({ body: new Uint8Array(1), contentType: 'text/plain' });
  } finally {
    carrier.close();
  }
};
const refused = (words: RegExp) =>
  expect.objectContaining({
    code: 'remote.address-refused',
    kind: 'configuration',
    message: expect.stringMatching(words) as unknown,
  });

const telltale = [
  'http://169.254.169.254/latest/meta-data',
  'http://169.254.170.2/v2/credentials',
  'http://169.254.170.23/v1/credentials',
  // The same address in other words.
  'http://2852039166/',
  'http://0xa9.0xfe.0xa9.0xfe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://[::ffff:169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fd00:ec2::23]/v1/credentials',
  'http://0.0.0.0:8501/',
  'http://0/',
  'https://100.100.100.200/',
  'http://168.63.129.16/',
];
const inside = [
  'http://127.0.0.1:8501',
  'http://127.1.2.3/',
  'http://2130706433/',
  'http://10.0.3.4',
  'http://172.31.255.1',
  'http://192.168.1.5',
  'http://100.64.0.1',
  'http://[::1]:8501',
  'http://[::ffff:127.0.0.1]',
  'http://[fd12:3456::1]',
  'http://[2002:7f00:1::]',
];

describe('the address of a remote model', () => {
  it.each(telltale)('is refused when it gives away credentials: %s', (url) => {
    expect(() => transport(url)).toThrow(refused(/metadata/));
  });

  it.each(inside)('is refused inside the house unless a person allowed it: %s', (url) => {
    expect(() => transport(url)).toThrow(refused(/nobody has allowed it/));
    const { host } = new URL(url);
    vi.stubEnv('UMBEL_REMOTE_ALLOW', host);
    expect(() => transport(url).close()).not.toThrow();
  });

  it('may be anywhere in the open', () => {
    for (const url of ['https://models.example.org', 'http://203.0.113.7:8501', 'http://[2a00:1450::1]/'])
      expect(() => transport(url).close()).not.toThrow();
  });

  it('is checked where its name leads, in the moment of connecting, every address of it', async () => {
    for (const [last, words] of [
      ['169.254.169.254', /models\.example\.org \(169\.254\.169\.254\): .*metadata/],
      ['fd00:ec2::254', /metadata/],
      ['127.0.0.1', /models\.example\.org \(127\.0\.0\.1\).*nobody has allowed it/],
    ] as const) {
      resolved.addresses = [
        { address: '203.0.113.1', family: 4 },
        { address: last, family: last.includes(':') ? 6 : 4 },
      ];
      await expect(ask('http://models.example.org/')).rejects.toEqual(refused(words));
    }
  });

  it('that was allowed by its name may be inside, never a metadata service', async () => {
    vi.stubEnv('UMBEL_REMOTE_ALLOW', 'models.internal');
    resolved.addresses = [{ address: '127.0.0.1', family: 4 }];
    await expect(ask(`http://models.internal:${port}/`)).resolves.toBeInstanceOf(Uint8Array);
    await expect(ask(`http://other.internal:${port}/`)).rejects.toEqual(refused(/nobody has allowed/));
    resolved.addresses = [{ address: '169.254.169.254', family: 4 }];
    await expect(ask('http://models.internal/')).rejects.toEqual(refused(/metadata/));
  });

  it('that turns around after it was checked is not followed: a name is looked up for each connection', async () => {
    vi.stubEnv('UMBEL_REMOTE_ALLOW', '203.0.113.0/24');
    const guard = createAddressGuard(new URL(`http://rebound.example.org:${port}`));
    const look = () =>
      new Promise((resolve) =>
        guard.lookup('rebound.example.org', {}, (error, address) => resolve(error ?? address)),
      );
    resolved.addresses = [{ address: '203.0.113.1', family: 4 }];
    expect(await look()).toBe('203.0.113.1');
    resolved.addresses = [{ address: '127.0.0.1', family: 4 }];
    asked = 0;
    expect(await look()).toEqual(refused(/nobody has allowed/));
    await expect(ask(`http://rebound.example.org:${port}/`)).rejects.toEqual(refused(/nobody has allowed/));
    expect(asked).toBe(0);
  });

  it('may be named as allowed, alone, as a network, with a port or without', () => {
    vi.stubEnv('UMBEL_REMOTE_ALLOW', '169.254.10.0/24, fe80::1, [fd12::7]:443, 10.1.0.0/16, localhost:8501');
    for (const url of ['http://169.254.10.7', 'http://[fe80::1]', 'https://[fd12::7]', 'http://10.1.9.9:1'])
      expect(() => transport(url).close()).not.toThrow();
    for (const url of ['http://169.254.169.254', 'http://[fd12::7]', 'http://10.2.0.1'])
      expect(() => transport(url)).toThrow(refused(/./));
  });

  it.each(['https://a', 'a b', '10.0.0.0/33', '10.0.0.0/x', '300.1.1.1', '[::1', 'a:0', 'a:99999', '*'])(
    'is not allowed by what is no address: %s',
    (entry) => {
      expect(() => createAddressGuard(new URL('http://a.example'), entry)).toThrow(
        expect.objectContaining({ code: 'environment.invalid', message: expect.stringContaining(entry) }),
      );
    },
  );

  it('that a person names is allowed from then on, unless it is a metadata service', () => {
    vi.stubEnv('UMBEL_REMOTE_ALLOW', '');
    expect(allowServer(new URL('http://127.0.0.1:8501/v2'))).toBe('UMBEL_REMOTE_ALLOW=127.0.0.1:8501');
    expect(allowServer(new URL('https://[::1]'))).toBe('UMBEL_REMOTE_ALLOW=127.0.0.1:8501,[::1]:443');
    expect(() => transport('http://127.0.0.1:8501').close()).not.toThrow();
    expect(() => transport('http://127.0.0.1:8502')).toThrow(refused(/nobody/));
    allowServer(new URL('http://169.254.169.254'));
    expect(() => transport('http://169.254.169.254')).toThrow(refused(/metadata/));
  });
});
