import type { ReactNode } from 'react';
import { settings, type LookAlike } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';
import { shortcuts } from '../keys/shortcuts.ts';
import { useShortcuts } from '../keys/use-shortcuts.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useTexts } from '../texts/use-texts.ts';

const keys: readonly string[] = [...shortcuts.reason1.keys, ...shortcuts.reason2.keys];

/** What it is instead of hogweed, one key each. */
export function ReasonsDialog({
  onChoose,
  onClose,
}: {
  readonly onChoose: (lookAlike: LookAlike) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const { data } = useAnswer('settings', settings, {});
  const choices = data?.settings.lookAlikes ?? (Object.keys(t.lookAlikes) as LookAlike[]);
  const choose = (key: string) => {
    const chosen = choices[keys.indexOf(key)];
    if (chosen !== undefined) onChoose(chosen);
  };
  useShortcuts('reasons', { reason1: choose, reason2: choose });
  return (
    <Dialog title={t.review.lookAlikeTitle} onClose={onClose}>
      <div className="reasons">
        {choices.map((choice, i) => (
          <button key={choice} type="button" onClick={() => onChoose(choice)}>
            <kbd className="key" aria-hidden="true">
              {keys[i]?.toUpperCase()}
            </kbd>
            {t.lookAlikes[choice]}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
