import { flight } from '../api/operations.generated.ts';
import { useAnswer } from '../api/use-answer.ts';

/** The name of a flight of which only the id is known; empty while it is asked for. */
export function useFlightName(flightId: string): string {
  const { data, isError } = useAnswer('flight', flight, { flightId });
  if (data?.flight == null) return isError || data?.flight === null ? flightId : '';
  return flightName(data.flight);
}

/** What a flight is called: its title, else its name in links. */
export function flightName({
  title,
  flightId,
}: {
  readonly title: string | null;
  readonly flightId: string;
}): string {
  return title === null || title === '' ? flightId : title;
}
