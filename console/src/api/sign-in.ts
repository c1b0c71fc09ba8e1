import { UmbelError } from '#core/errors.ts';

/** Where people sign in; a console on this computer has none. */
export interface SignIn {
  /** Base address of the sign-in pages. */
  readonly url: string;
  readonly clientId: string;
}

/** What the sign-in gave. */
export interface Tokens {
  readonly idToken: string;
  readonly refreshToken: string;
  readonly expiresMs: number;
}

interface TokenReply {
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
}

/** Renewed when so little time is left. */
const renewBeforeMs = 2 * 60_000;
const waysKey = 'umbel.sign-in';

/**
 * Leaves for the sign-in page; it comes back with a code that only this browser can redeem.
 * Source: RFC 7636 (PKCE), https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export async function leaveForSignIn({ url, clientId }: SignIn): Promise<void> {
  const verifier = randomText();
  const state = randomText();
  sessionStorage.setItem(
    waysKey,
    JSON.stringify({ verifier, state, back: location.pathname + location.search }),
  );
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: `${location.origin}/`,
    scope: 'openid email profile',
    state,
    code_challenge_method: 'S256',
    code_challenge: await challengeOf(verifier),
  });
  location.assign(`${url}/oauth2/authorize?${query.toString()}`);
}

/** The tokens for the code that the address brings; undefined when it brings none, or one that was not asked for. */
export async function redeemCode(signIn: SignIn): Promise<Tokens | undefined> {
  const query = new URLSearchParams(location.search);
  const code = query.get('code');
  const kept = JSON.parse(sessionStorage.getItem(waysKey) ?? 'null') as {
    verifier: string;
    state: string;
    back: string;
  } | null;
  if (code === null || kept === null || kept.state !== query.get('state')) return undefined;
  sessionStorage.removeItem(waysKey);
  history.replaceState(null, '', kept.back);
  return askForTokens(signIn, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: `${location.origin}/`,
    code_verifier: kept.verifier,
  });
}

/** The same tokens, or new ones when they are about to end. */
export async function renewed(signIn: SignIn, tokens: Tokens): Promise<Tokens> {
  if (Date.now() < tokens.expiresMs - renewBeforeMs) return tokens;
  return askForTokens(
    signIn,
    { grant_type: 'refresh_token', refresh_token: tokens.refreshToken },
    tokens.refreshToken,
  );
}

/** Address of the page that ends a session and comes back. */
export function signOutUrl({ url, clientId }: SignIn): string {
  return `${url}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: `${location.origin}/` }).toString()}`;
}

/** What an identity token says of its bearer; it is only shown, the server checks it. */
export function claimsOf(idToken: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = idToken.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

/** The challenge for a verifier: its SHA-256, base64url. */
export async function challengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

async function askForTokens(
  { url, clientId }: SignIn,
  form: Record<string, string>,
  formerRefresh?: string,
): Promise<Tokens> {
  const body = new URLSearchParams({ ...form, client_id: clientId });
  const response = await fetch(`${url}/oauth2/token`, { method: 'POST', body }).catch((cause: unknown) => {
    throw new UmbelError({
      code: 'network.offline',
      kind: 'try-again',
      message: 'There is no connection.',
      cause,
    });
  });
  const reply = (await response.json().catch(() => ({}))) as TokenReply;
  const refreshToken = reply.refresh_token ?? formerRefresh;
  if (!response.ok || reply.id_token === undefined || refreshToken === undefined) {
    throw new UmbelError({ code: 'identity.ended', kind: 'configuration', message: 'Please sign in again.' });
  }
  return { idToken: reply.id_token, refreshToken, expiresMs: Date.now() + (reply.expires_in ?? 3600) * 1000 };
}

function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
