import { z } from 'zod';

/** Name, or IPv4 address or network; a port or none. The workers' network has no IPv6. */
const entry =
  /^(?:((?:\d{1,3}\.){3}\d{1,3})(?:\/(\d{1,2}))?|([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?))(?::(\d{1,5}))?$/;

/** A server of one's own that a model may run on: `models.internal:8501`, `10.30.0.0/16`. */
export interface RemoteServer {
  /** Addresses that it can have; null: a name, which is looked up when it is asked. */
  readonly cidr: string | null;
  readonly port: number;
}

/** The server that an entry names. */
export function remoteServerOf(text: string): RemoteServer {
  const [, address, bits = '32', , port = '443'] = entry.exec(text) ?? [];
  return { cidr: address === undefined ? null : `${address}/${bits}`, port: Number(port) };
}

/** Models are asked at `https://`, or at `http://` with a port. Networks so wide would take in the metadata services. */
const fewestBits = 8;

/** An entry of `inference.remoteAllow`. */
export const remoteServerSchema = z.string().superRefine((text, context) => {
  const problem = problemOf(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `"${text}" ${problem}` });
});

function problemOf(text: string): string | undefined {
  const [, address, bits = '32', name, port = '443'] = entry.exec(text) ?? [];
  if (address === undefined && (name === undefined || /^[\d.]+$/.test(name)))
    return 'is neither a name in small letters nor an IPv4 address or network';
  if (address?.split('.').some((part) => Number(part) > 255) === true || Number(bits) > 32)
    return 'is no IPv4 address or network';
  if (Number(bits) < fewestBits) return `takes in too much: at least /${fewestBits}`;
  // There the credentials of a worker's role are given out.
  if (address?.startsWith('169.254.') === true) return 'is where AWS gives out credentials';
  return Number(port) >= 1 && Number(port) <= 65_535 ? undefined : 'has no port of TCP';
}
