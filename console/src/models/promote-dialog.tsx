import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { promoteModel, rollbackModel, type ModelLine } from '../api/operations.generated.ts';
import { queryClient } from '../api/query-client.ts';
import { request } from '../api/request.ts';
import { newKey } from '../desk/new-key.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** A change of the model in use. */
export type Change = { readonly kind: 'promote'; readonly model: ModelLine } | { readonly kind: 'roll-back' };

/** Asks why, then makes the change: a decision without a reason is not kept. */
export function PromoteDialog({
  change,
  version,
  onClose,
}: {
  readonly change: Change;
  readonly version: number | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTexts();
  const [reason, setReason] = useState('');
  // Sent again with the same words, the decision counts once.
  const [key, setKey] = useState(newKey);
  const enough = reason.trim().length >= 3;
  const decide = useMutation({
    mutationFn: async () => {
      const shared = { reason: reason.trim(), expectedVersion: version ?? null, idempotencyKey: key };
      if (change.kind === 'promote') await request(promoteModel, { input: { ...shared, modelId: change.model.modelId } });
      else await request(rollbackModel, { input: shared });
    },
    onSuccess: onClose,
    onSettled: async () => {
      for (const name of ['models', 'promotions', 'drift']) await queryClient.invalidateQueries({ queryKey: [name] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (enough) decide.mutate();
  };
  return (
    <Dialog title={change.kind === 'promote' ? t.models.useTitle(change.model.title) : t.models.rollBackTitle} onClose={onClose}>
      <form onSubmit={submit}>
        <p>{change.kind === 'promote' ? t.models.useWhy : t.models.rollBackWhy}</p>
        <div className="field">
          <label htmlFor="reason">{t.models.reason}</label>
          <textarea id="reason" rows={3} maxLength={1000} required value={reason} onChange={(event) => {
              setReason(event.target.value);
              setKey(newKey());
            }}
          />
        </div>
        {decide.isError ? <Problem error={decide.error} /> : null}
        <button type="submit" className="main" disabled={!enough || decide.isPending}>
          {change.kind === 'promote' ? t.models.use : t.models.rollBack}
        </button>
      </form>
    </Dialog>
  );
}
