/** A flight's name in links, made from a folder's name. */
export function flightIdFrom(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-+/g, '').slice(0, 48).replaceAll(/-+$/g, '');
}
