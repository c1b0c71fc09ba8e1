/**
 * The values as JSON of nested lists, one level for each dimension.
 * Pixels have few distinct values: each is turned into text once.
 */
export function writeNested(values: ArrayLike<number>, dims: readonly number[]): string {
  const texts = new Map<number, string>();
  const textOf = (value: number): string => {
    let text = texts.get(value);
    if (text === undefined) texts.set(value, (text = String(value)));
    return text;
  };
  let at = 0;
  const write = (level: number): string => {
    const size = dims[level] ?? 0;
    const parts: string[] = Array.from({ length: size });
    for (let i = 0; i < size; i++)
      parts[i] = level === dims.length - 1 ? textOf(values[at++]!) : write(level + 1);
    return `[${parts.join(',')}]`;
  };
  return write(0);
}
