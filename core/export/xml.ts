import { XMLBuilder } from 'fast-xml-parser';

/**
 * An XML document with declaration.
 * @param tree one root; keys starting with `@` are attributes, `#text` is content, arrays repeat their tag, undefined is left out
 */
export function xmlDocument(tree: Readonly<Record<string, unknown>>): string {
  const builder = new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    format: true,
    indentBy: ' ',
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(withoutIllegal(tree))}`;
}

/** The same tree without undefined values and without characters that XML 1.0 cannot hold (section 2.2, Char). */
function withoutIllegal(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll(illegal, '');
  if (Array.isArray(value)) return value.map(withoutIllegal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, withoutIllegal(inner)]),
  );
}

// oxlint-disable-next-line no-control-regex -- these are the characters to be removed
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
