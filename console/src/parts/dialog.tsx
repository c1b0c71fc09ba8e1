import { useEffect, useRef, type ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';

/** A modal dialog with a title and a way out; the browser keeps the focus inside and gives it back. */
export function Dialog({
  title,
  onClose,
  children,
  className = '',
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    // Leaving the page closes it; closing it here as well would tell `onClose` of an end that nobody asked for.
    if (shown !== null && !shown.open) shown.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={title}
      onCancel={onClose}
      onClose={onClose}
    >
      <div className="dialog-head">
        <h2>{title}</h2>
        <button type="button" className="quiet" onClick={onClose}>
          {t.close}
        </button>
      </div>
      {children}
    </dialog>
  );
}
