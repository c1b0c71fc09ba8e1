import { useMemo } from 'react';
import { usePreferences } from '../app/preferences.ts';
import { danish } from './da/da.ts';
import { english } from './en/en.ts';
import { formatsFor, type Formats } from './formats.ts';

/** Every text of the console in one language. */
export type Texts = typeof english;

export const languages = { en: english, da: danish } as const satisfies Record<string, Texts>;

/** The texts and the number formats of the chosen language. */
export function useTexts(): { readonly t: Texts; readonly f: Formats } {
  const { language } = usePreferences();
  return useMemo(() => ({ t: languages[language], f: formatsFor(language) }), [language]);
}
