import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { newKey } from '../desk/new-key.ts';
import { dropRefused, sendRefusedAnyway } from '../desk/outbox.ts';
import { sendNow } from '../desk/sender.ts';
import { changeDesk, useDesk } from '../desk/store.ts';
import { Dialog } from '../parts/dialog.tsx';
import { describeCode } from '../parts/coded.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Whether the browser believes to be connected. */
function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}

/** How many answers are still on this computer only, and what can be done about it; nothing while all is saved. */
export function Unsent(): ReactNode {
  const { t } = useTexts();
  const online = useOnline();
  const desk = useDesk();
  const [open, setOpen] = useState(false);
  const count = desk?.outbox.entries.length ?? 0;
  const refused = desk?.outbox.entries.some((entry) => entry.refused !== undefined) ?? false;
  return (
    <>
      <span role="status" className="unsent">
        {online ? null : <span className="tag notice">{t.offline}</span>}
        {count === 0 ? null : (
          <button type="button" className={`tag ${refused ? 'bad' : 'notice'}`} onClick={() => setOpen(true)}>
            {t.unsent(count)}
          </button>
        )}
      </span>
      {open ? <UnsentDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function UnsentDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const entries = useDesk()?.outbox.entries ?? [];
  const refused = entries.flatMap(({ refused }) =>
    refused === undefined ? [] : [describeCode(refused, t) ?? refused.message],
  );
  const sendAnyway = () => {
    // The change is made on screen and on the disk: both must get the same new keys.
    const keys = new Map(entries.map(({ key }) => [key, newKey()]));
    void changeDesk((desk) => ({
      ...desk,
      outbox: sendRefusedAnyway(desk.outbox, (key) => keys.get(key) ?? key),
    })).then(sendNow);
  };
  return (
    <Dialog title={entries.length === 0 ? t.allSent : t.unsent(entries.length)} onClose={onClose}>
      <p>{t.unsentWhy}</p>
      {refused.length === 0 ? null : (
        <div className="problem">
          <p>
            <strong>{t.unsentRefused(refused.length)}</strong>
          </p>
          {[...new Set(refused)].slice(0, 3).map((message) => (
            <p key={message}>{message}</p>
          ))}
          <div className="row">
            <button type="button" onClick={sendAnyway}>
              {t.sendAnyway}
            </button>
            <button type="button" onClick={putRefusedAside}>
              {t.discard}
            </button>
          </div>
        </div>
      )}
      <button type="button" className="main" onClick={sendNow}>
        {t.sendNow}
      </button>
    </Dialog>
  );
}

function putRefusedAside(): void {
  void changeDesk((desk) => ({ ...desk, outbox: dropRefused(desk.outbox) }));
}
