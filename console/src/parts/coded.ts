import type { Texts } from '../texts/use-texts.ts';

/** A code of the server with the values that belong to it. */
export interface Coded {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>> | undefined;
}

/**
 * What a code of the server means, in the reader's language: by itself, else by its family (`model.*`); undefined where
 * the server's own words must do.
 */
export function describeCode(coded: Coded, t: Texts): string | undefined {
  const { code } = coded;
  return textFor(coded, t, code.endsWith('.not-found') ? 'not-found' : familyOf(code));
}

/** Why the work on a flight failed: what is not there is not what the reader asked for. */
export function describeFailure(coded: Coded, t: Texts): string | undefined {
  return textFor(coded, t, familyOf(coded.code));
}

function familyOf(code: string): string {
  return code.split('.')[0] ?? '';
}

function textFor({ code, params }: Coded, t: Texts, family: string): string | undefined {
  const text = t.codes[code] ?? t.codes[`any.${family}`];
  const values: Readonly<Record<string, string | number>> = { ...params, code };
  return text?.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'));
}
