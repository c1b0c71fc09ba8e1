/** The rows of a CSV text as objects by the names in its first line. Values may stand in double quotes. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(splitLine);
  if (header === undefined) return [];
  return rows.map((values) => Object.fromEntries(header.map((name, i) => [name.trim(), values[i] ?? ''])));
}

function splitLine(line: string): string[] {
  const values = line.match(/("(?:[^"]|"")*"|[^,;]*)(?:[,;]|$)/g) ?? [];
  // The pattern also matches the empty rest behind the last value.
  const parts = values.length > 1 && values.at(-1) === '' ? values.slice(0, -1) : values;
  return parts.map((part) =>
    part
      .replace(/[,;]$/, '')
      .replace(/^"([\s\S]*)"$/, '$1')
      .replaceAll('""', '"')
      .trim(),
  );
}
