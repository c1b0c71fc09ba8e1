import type { ReactNode } from 'react';
import type { Answer } from '../api/operations.generated.ts';
import { KeyCap } from '../keys/key-caps.tsx';
import { shortcuts, type ShortcutId } from '../keys/shortcuts.ts';
import { useTexts } from '../texts/use-texts.ts';
import type { Place } from './queue.ts';
import type { Session } from './use-session.ts';

const answers = [
  ['hogweed', 'HOGWEED'],
  ['notHogweed', 'NOT_HOGWEED'],
  ['unsure', 'UNSURE'],
  ['badImage', 'BAD_IMAGE'],
] as const satisfies readonly (readonly [ShortcutId, Answer])[];

/** The answers as large buttons, each with its key; undo and redo; what was said of this tile. */
export function JudgeBar({
  session,
  place,
  onLookAlike,
  moves = true,
}: {
  readonly session: Pick<Session, 'judge' | 'move' | 'undo' | 'redo' | 'canUndo' | 'canRedo'>;
  readonly place: Place;
  readonly onLookAlike: () => void;
  /** False where there is no list to move through. */
  readonly moves?: boolean;
}): ReactNode {
  const { t } = useTexts();
  const said = place.step?.answer;
  return (
    <div className="judge">
      <div className="judge-answers" role="group" aria-label={t.review.answer}>
        {answers.map(([id, answer]) => (
          <button
            key={id}
            type="button"
            className="answer"
            aria-keyshortcuts={shortcuts[id].keys.join(' ')}
            aria-pressed={said === answer}
            onClick={() => session.judge(answer)}
          >
            {t.answers[answer]} <KeyCap of={id} />
          </button>
        ))}
        <button type="button" className="answer" aria-keyshortcuts="5 L" onClick={onLookAlike}>
          {t.review.lookAlike} <KeyCap of="lookAlike" />
        </button>
      </div>
      <div className="judge-moves">
        {moves ? (
          <>
            <button type="button" aria-label={t.keyActions.previous} onClick={() => session.move(-1)}>
              <KeyCap of="previous" />
            </button>
            <button type="button" aria-label={t.keyActions.next} onClick={() => session.move(1)}>
              <KeyCap of="next" />
            </button>
          </>
        ) : null}
        <button type="button" disabled={!session.canUndo} onClick={session.undo}>
          {t.review.undo} <KeyCap of="undo" />
        </button>
        <button type="button" disabled={!session.canRedo} onClick={session.redo}>
          {t.review.redo} <KeyCap of="redo" />
        </button>
      </div>
      <p className="judge-said" role="status">
        {said === undefined ? '' : t.review.said(t.answers[said])}
      </p>
    </div>
  );
}
