/** Longest title of a flight, as `flight.json` holds it. */
export const maxTitleLength = 200;

/** A flight's title made from the name of its folder; a long one is cut, and ends in `…`. */
export function flightTitleFrom(folderName: string): string {
  if (folderName.length <= maxTitleLength) return folderName;
  // Half a sign that the cut leaves over is taken away, not shown as damage.
  return `${folderName.slice(0, maxTitleLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * Small letters that Unicode does not take apart into a Latin letter and a mark, as their languages write them without:
 * Danish and Norwegian first. `å` falls apart, but into `a`, which no Dane writes.
 */
const latinLetters: Readonly<Record<string, string>> = {
  æ: 'ae',
  ø: 'oe',
  å: 'aa',
  ß: 'ss',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
};

/**
 * A flight's id, or the beginning of one, made from the name of its folder: `Ærø Å-bro (2)` becomes `aeroe-aa-bro-2`; a
 * name without any Latin letter or digit becomes `flight`.
 * @param maxLength an id has at most 48 signs
 */
export function flightIdFrom(folderName: string, maxLength = 48): string {
  const latin = folderName
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\p{L}/gv, (letter) => latinLetters[letter] ?? letter)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gv, '')
    .toLowerCase();
  const id = latin.replaceAll(/[^a-z0-9]+/gv, '-').replace(/^-/v, '');
  return id.slice(0, maxLength).replace(/-$/v, '') || 'flight';
}
