/** What the words behind `npm run bench --` ask for. */
export type Chosen =
  | {
      readonly kind: 'run';
      readonly names: readonly string[];
      readonly json: boolean;
      readonly tiny: boolean;
    }
  | { readonly kind: 'help' | 'refused'; readonly text: string };

const switches = new Set(['--json', '--tiny']);

/** The benches to run, all where none is named; a word that names none is refused, with the names that there are. */
export function chosenBenches(words: readonly string[], known: readonly string[]): Chosen {
  const usage = `npm run bench [-- NAME ... --json --tiny]\nNames: ${known.join(', ')}. Without a name: all of them.\n`;
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help', text: usage };
  const wanted = words.filter((word) => !switches.has(word));
  const unknown = wanted.filter((word) => !known.includes(word));
  if (unknown.length > 0)
    return { kind: 'refused', text: `There is no bench called ${unknown.join(', ')}.\n${usage}` };
  return {
    kind: 'run',
    names: known.filter((name) => wanted.length === 0 || wanted.includes(name)),
    json: words.includes('--json'),
    tiny: words.includes('--tiny'),
  };
}
