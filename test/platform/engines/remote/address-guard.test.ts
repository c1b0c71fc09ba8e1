import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAddressGuard } from '#platform/engines/remote/address-guard.ts';
import { httpTransport } from '#platform/engines/remote/http-transport.ts';

const resolved = vi.hoisted(() => ({ addresses: [] as { address: string; family: number }[] }));
vi.mock('node:dns', async (original) => ({
  ...(await original<object>()),
  lookup: (_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(null, resolved.addresses),
}));
afterEach(() => vi.unstubAllEnvs());

const transport = (url: string) => httpTransport({ url: new URL(url), timeoutMs: 500, inFlight: 1 });

describe('the address of a remote model', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://169.254.170.2/v2/credentials',
    // The same address in other words.
    'http://2852039166/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0:8501/',
    'https://100.100.100.200/',
    'http://168.63.129.16/',
  ])('is refused when it gives away credentials: %s', (url) => {
    expect(() => transport(url)).toThrow(
      expect.objectContaining({ code: 'remote.address-refused', kind: 'configuration' }),
    );
  });

  it.each([
    'http://127.0.0.1:8501',
    'http://10.0.3.4',
    'http://192.168.1.5',
    'http://[::1]:8501',
    'https://models.example.org',
  ])('may be one where models are served: %s', (url) => {
    expect(() => transport(url).close()).not.toThrow();
  });

  it('is checked again where its name leads, in the moment of connecting', async () => {
    resolved.addresses = [
      { address: '10.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    const carrier = transport('http://models.example.org/');
    await expect(carrier.send({ body: new Uint8Array(1), contentType: 'text/plain' })).rejects.toMatchObject({
      code: 'remote.address-refused',
      message: expect.stringContaining('models.example.org (169.254.169.254)'),
    });
  });

  it('may be named as allowed, alone or as a network', () => {
    vi.stubEnv('UMBEL_REMOTE_ALLOW', '169.254.10.0/24, fe80::1');
    expect(() => transport('http://169.254.10.7').close()).not.toThrow();
    expect(() => transport('http://[fe80::1]').close()).not.toThrow();
    expect(() => transport('http://169.254.169.254')).toThrow(/metadata/);
    expect(() => createAddressGuard('example.org')).toThrow(
      expect.objectContaining({
        code: 'environment.invalid',
        message: expect.stringContaining('"example.org"'),
      }),
    );
  });
});
