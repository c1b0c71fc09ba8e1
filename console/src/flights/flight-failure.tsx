import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { redriveRun, startRun, type FlightLine } from '../api/operations.generated.ts';
import { queryClient } from '../api/query-client.ts';
import { request } from '../api/request.ts';
import { useAbilities } from '../app/use-me.ts';
import { newKey } from '../desk/new-key.ts';
import { describeFailure } from '../parts/coded.ts';
import { describe } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** Why the work on a flight failed, and for those who may: to go on with it, or to do it once more. */
export function FlightFailure({ flight }: { readonly flight: FlightLine }): ReactNode {
  const { t } = useTexts();
  const { uploads } = useAbilities();
  const failure = flight.latestRun?.failure;
  return (
    <section className="problem">
      <p>
        <strong>{t.flightTexts.failure}</strong>
      </p>
      <p>{failure == null ? null : (describeFailure(failure, t) ?? failure.message)}</p>
      {uploads ? <WorkAgain flightId={flight.flightId} /> : null}
    </section>
  );
}

function showNow(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['flight'] });
}

function WorkAgain({ flightId }: { readonly flightId: string }): ReactNode {
  const { t } = useTexts();
  const texts = t.flightTexts;
  const goOn = useMutation({
    mutationFn: () => request(redriveRun, { input: { flightId, idempotencyKey: newKey() } }),
    onSuccess: showNow,
  });
  const start = useMutation({
    mutationFn: () => request(startRun, { input: { flightId, idempotencyKey: newKey() } }),
    onSuccess: showNow,
  });
  const isPending = goOn.isPending || start.isPending;
  const error = goOn.error ?? start.error;
  return (
    <>
      <div className="row">
        <button type="button" className="main" disabled={isPending} onClick={() => goOn.mutate()}>
          {texts.goOn}
        </button>
        <button type="button" disabled={isPending} onClick={() => start.mutate()}>
          {texts.again}
        </button>
      </div>
      <p role="status">
        {error === null ? null : describe(error, t)}
        {goOn.isSuccess ? texts.outcomes[goOn.data.redriveRun.outcome] : null}
        {start.isSuccess ? (start.data.startRun.started ? texts.againStarted : texts.againNothing) : null}
      </p>
    </>
  );
}
