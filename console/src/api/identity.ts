import { useSyncExternalStore } from 'react';
import {
  claimsOf,
  leaveForSignIn,
  redeemCode,
  renewed,
  signOutUrl,
  type SignIn,
  type Tokens,
} from './sign-in.ts';

export type RoleName = 'operator' | 'biologist' | 'analyst' | 'admin';

/** Who sits at this computer: chosen on the start page where nobody checks it, else who signed in. */
export interface Identity {
  readonly name: string;
  readonly role: RoleName;
  /** Only of those who signed in. */
  readonly tokens?: Tokens;
  /** What tells two people of one name apart, for those who signed in. */
  readonly personId?: string;
}

const identityKey = 'umbel.identity';
const signInKey = 'umbel.sign-in-address';
/** The first of a person's groups in this order is the one that is shown. */
const rolesBySay: readonly RoleName[] = ['admin', 'biologist', 'operator', 'analyst'];
const listeners = new Set<() => void>();
let current = readIdentity();
let signIn: SignIn | undefined;

/** The identity; undefined before anyone chose one or signed in. */
export function useIdentity(): Identity | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** Sets who is there, or nobody. */
export function setIdentity(identity: Identity | undefined): void {
  current = identity;
  if (identity === undefined) localStorage.removeItem(identityKey);
  else localStorage.setItem(identityKey, JSON.stringify(identity));
  for (const listener of listeners) listener();
}

/** The identity outside of components. */
export function currentIdentity(): Identity | undefined {
  return current;
}

/**
 * Finds out whether people sign in here: `/config.json` says where. Without a connection the last answer holds. Comes
 * back from the sign-in page, where the address brings its code.
 */
export async function openIdentity(): Promise<void> {
  const asked = readSignIn();
  // Where names were chosen the last time, nobody waits for the answer; should it be another, the next visit knows.
  if (localStorage.getItem(signInKey) === 'null') return;
  signIn = await asked;
  if (signIn === undefined) {
    if (current?.tokens !== undefined) setIdentity(undefined);
    return;
  }
  if (current?.tokens === undefined && current !== undefined) setIdentity(undefined);
  const tokens = await redeemCode(signIn).catch(() => undefined);
  if (tokens !== undefined) setIdentity(identityOf(tokens));
}

/** Whether people sign in, in place of choosing a name. */
export function isSignInNeeded(): boolean {
  return signIn !== undefined;
}

/** Goes to the sign-in page. */
export async function goToSignIn(): Promise<void> {
  if (signIn !== undefined) await leaveForSignIn(signIn);
}

/** Ends the session here and at the sign-in page. */
export function signOut(): void {
  setIdentity(undefined);
  if (signIn !== undefined) location.assign(signOutUrl(signIn));
}

/** What a request says about who asks. */
export async function identityHeaders(): Promise<Record<string, string>> {
  if (current === undefined) return {};
  if (current.tokens === undefined || signIn === undefined) {
    // Header values are Latin-1: names are not.
    return { 'x-umbel-name': encodeURIComponent(current.name), 'x-umbel-role': current.role };
  }
  const tokens = await renewed(signIn, current.tokens);
  if (tokens !== current.tokens) setIdentity(identityOf(tokens));
  return { authorization: tokens.idToken };
}

function identityOf(tokens: Tokens): Identity {
  const { name, email, sub, 'cognito:groups': groups } = claimsOf(tokens.idToken);
  const held: readonly unknown[] = Array.isArray(groups) ? groups : [];
  const shown = [name, email].find((each) => typeof each === 'string');
  const role = rolesBySay.find((each) => held.includes(each)) ?? 'analyst';
  return { name: shown ?? '?', role, tokens, ...(typeof sub === 'string' ? { personId: sub } : {}) };
}

async function readSignIn(): Promise<SignIn | undefined> {
  try {
    const response = await fetch('/config.json', { cache: 'no-cache' });
    // A server without the file answers with the console's page.
    const isConfig = response.headers.get('content-type')?.includes('json') === true;
    const config = isConfig ? ((await response.json()) as { readonly signIn?: SignIn }) : {};
    localStorage.setItem(signInKey, JSON.stringify(config.signIn ?? null));
    return config.signIn;
  } catch {
    return (JSON.parse(localStorage.getItem(signInKey) ?? 'null') as SignIn | null) ?? undefined;
  }
}

function readIdentity(): Identity | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(identityKey) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('name' in stored) || !('role' in stored))
      return undefined;
    return stored as Identity;
  } catch {
    return undefined;
  }
}
