import { useState, type ReactNode } from 'react';
import { keyLabel } from '../keys/key-caps.tsx';
import { shortcutIds, shortcuts, type KeyScreen, type Shortcut } from '../keys/shortcuts.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { setPreferences, usePreferences } from './preferences.ts';

/** The button that opens the sheet of keys, and the key `?` that does the same. */
export function KeySheetButton(): ReactNode {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  useShortcuts('everywhere', { keySheet: () => setOpen(true) });
  return (
    <>
      <button type="button" className="quiet" aria-keyshortcuts="?" onClick={() => setOpen(true)}>
        {t.keys} <kbd className="key">?</kbd>
      </button>
      {open ? <KeySheet onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Every key of the console, made from the one table of shortcuts. */
function KeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const { singleKeys } = usePreferences();
  const screens = [...new Set(shortcutIds.map((id): KeyScreen => shortcuts[id].screen))];
  return (
    <Dialog title={t.keysTitle} onClose={onClose} className="key-dialog">
      <div className="key-table">
        {screens.map((screen) => (
          <KeyScreenTable key={screen} screen={screen} />
        ))}
      </div>
      <p className="small soft key-note">{t.keyNote}</p>
      <label className="line">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => setPreferences({ singleKeys: event.target.checked })}
        />
        {t.singleKeys}
      </label>
      <p className="small soft">{t.singleKeysWhy}</p>
    </Dialog>
  );
}

function KeyScreenTable({ screen }: { readonly screen: KeyScreen }): ReactNode {
  const { t } = useTexts();
  const ids = shortcutIds.filter((id) => shortcuts[id].screen === screen);
  return (
    <section>
      <h3>{t.keyScreens[screen]}</h3>
      <dl>
        {ids.map((id) => {
          const { keys }: Shortcut = shortcuts[id];
          return (
            <div key={id}>
              <dt>{t.keyActions[id]}</dt>
              <dd>
                {keys.map((name) => (
                  <kbd key={name} className="key">
                    {keyLabel(name)}
                  </kbd>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
