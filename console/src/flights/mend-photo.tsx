import { useMutation } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { queryClient } from '../api/query-client.ts';
import { describe } from '../parts/problem.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { checkPhoto, type Fault } from '../upload/check-photo.ts';
import { sendMended } from '../upload/send-flight.ts';

/** What cannot be mended by another file: the photo is there under another name, or belongs to no list. */
const notToMend: ReadonlySet<string> = new Set(['photo.duplicate', 'photo.unlisted']);

/** Whether another file would help a photo that was not used. */
export function canBeMended(reasonCode: string | null): boolean {
  return reasonCode === null || !notToMend.has(reasonCode);
}

/** Takes a mended file for a photo that could not be used: looked at first, then sent; the flight is worked on anew. */
export function MendPhoto({
  flightId,
  name,
}: {
  readonly flightId: string;
  readonly name: string;
}): ReactNode {
  const { t } = useTexts();
  const texts = t.flightTexts;
  const id = useId();
  const mend = useMutation({
    mutationFn: async (file: File): Promise<Fault | undefined> => {
      const { fault } = await checkPhoto(name, file);
      if (fault === undefined) await sendMended(flightId, name, file);
      return fault;
    },
    onSuccess: (fault) =>
      fault === undefined ? queryClient.invalidateQueries({ queryKey: ['flight'] }) : undefined,
  });
  const said = () => {
    if (mend.isPending) return texts.mending;
    if (mend.isError) return describe(mend.error, t);
    if (!mend.isSuccess) return null;
    return mend.data === undefined ? texts.mended : `${texts.notMended} ${t.upload.faults[mend.data]}`;
  };
  return (
    <div className="mend">
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept="image/jpeg"
        disabled={mend.isPending}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // The same file may be chosen again after it was mended.
          currentTarget.value = '';
          if (file !== undefined) mend.mutate(file);
        }}
      />
      <label className="button" htmlFor={id}>
        {texts.mend} <span className="visually-hidden">{name}</span>
      </label>
      <p role="status">{said()}</p>
    </div>
  );
}
