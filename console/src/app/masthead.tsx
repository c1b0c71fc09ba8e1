import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useIdentity } from '../api/identity.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { KeySheetButton } from './key-sheet.tsx';
import { links } from './links.ts';
import { setPreferences, usePreferences, type Preferences } from './preferences.ts';
import { Unsent } from './unsent.tsx';

const screens = [
  ['flights', links.flights, ['/flights', '/upload']],
  ['review', links.review, ['/review', '/tiles']],
  ['label', links.label, ['/label']],
  ['map', links.map, ['/map', '/sightings']],
  ['models', links.models, ['/models']],
] as const;

/** The bar at the top of every screen: where one can go, what is unsent, who is there. */
export function Masthead(): ReactNode {
  const { t } = useTexts();
  const [path] = useLocation();
  const identity = useIdentity();
  return (
    <header className="masthead">
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Link href={links.start} className="brand">
        <img src="/umbel.svg" alt="" /> Umbel
      </Link>
      {identity === undefined ? null : (
        <nav aria-label={t.nav}>
          <ul>
            {screens.map(([name, href, prefixes]) => (
              <li key={name}>
                <Link
                  href={href}
                  aria-current={prefixes.some((prefix) => path.startsWith(prefix)) ? 'page' : undefined}
                >
                  {t.screens[name]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <div className="masthead-side">
        <Unsent />
        <KeySheetButton />
        <SettingsButton />
      </div>
    </header>
  );
}

function SettingsButton(): ReactNode {
  const { t } = useTexts();
  const identity = useIdentity();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        {identity === undefined ? t.settings : identity.name}
      </button>
      {open ? <SettingsDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function SettingsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const { language, theme } = usePreferences();
  const identity = useIdentity();
  return (
    <Dialog title={t.settings} onClose={onClose}>
      {identity === undefined ? null : (
        <p>
          {t.you(identity.name)} ({t.roles[identity.role]}).{' '}
          <Link href="/who" onClick={onClose}>
            {t.change}
          </Link>
        </p>
      )}
      <div className="field">
        <label htmlFor="language">{t.language}</label>
        <select
          id="language"
          value={language}
          onChange={(event) => setPreferences({ language: event.target.value as Preferences['language'] })}
        >
          <option value="en" lang="en">
            English
          </option>
          <option value="da" lang="da">
            Dansk
          </option>
        </select>
      </div>
      <div className="field">
        <label htmlFor="theme">{t.theme}</label>
        <select
          id="theme"
          value={theme}
          onChange={(event) => setPreferences({ theme: event.target.value as Preferences['theme'] })}
        >
          {(['system', 'light', 'dark'] as const).map((name) => (
            <option key={name} value={name}>
              {t.themes[name]}
            </option>
          ))}
        </select>
      </div>
    </Dialog>
  );
}
