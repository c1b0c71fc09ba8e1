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
