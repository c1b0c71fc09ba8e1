import { parseAst } from 'vitest/node';

type Node = Readonly<Record<string, unknown>>;

/** Stands for a module whose name is only known when the program runs. */
export const computed = '(computed)';

/**
 * Every module that a TypeScript source names, in order: static, dynamic, type-only and re-exporting imports,
 * `import('x').T` in types, `require('x')`, and `new URL('./x', import.meta.url)` (threads are started that way).
 * A dynamic import of something that is no literal counts as `computed`.
 */
export function importsOf(source: string): string[] {
  const found: string[] = [];
  visit(parse(source), (node) => {
    const name = moduleNamedBy(node);
    if (name !== undefined) found.push(name);
  });
  return found;
}

/** Names of globals that a TypeScript source uses, declared nowhere in it. */
export function globalsUsed(source: string, suspects: ReadonlySet<string>): string[] {
  const used = new Set<string>();
  const declared = new Set<string>();
  visit(parse(source), (node, parent, key) => {
    if (node['type'] !== 'Identifier' || typeof node['name'] !== 'string' || !suspects.has(node['name']))
      return;
    const role = roleOf(node, parent, key);
    if (role === 'declares') declared.add(node['name']);
    if (role === 'uses') used.add(node['name']);
  });
  return [...used].filter((name) => !declared.has(name));
}

/** The syntax tree; markup is only tried where plain TypeScript fails, because it reads `<T>(x)` differently. */
function parse(source: string): unknown {
  try {
    return parseAst(source, { lang: 'ts' });
  } catch {
    return parseAst(source, { lang: 'tsx' });
  }
}

function roleOf(node: Node, parent: Node, key: string): 'uses' | 'declares' | 'names' {
  const type = String(parent['type']);
  if (key === 'params' || type === 'ImportSpecifier' || (type === 'VariableDeclarator' && key === 'id'))
    return 'declares';
  if (type.startsWith('Function') && key === 'id') return 'declares';
  if (type === 'MemberExpression' && key === 'property' && parent['computed'] !== true) return 'names';
  if (type === 'Property' && key === 'key' && parent['shorthand'] !== true) return 'names';
  // In a pattern `{ document }` declares; in an object it uses.
  if (type === 'Property' && key === 'value' && node['typeAnnotation'] !== undefined) return 'uses';
  return type.startsWith('TS') || type.endsWith('Definition') ? 'names' : 'uses';
}

function moduleNamedBy(node: Node): string | undefined {
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return literal(node['source']);
    case 'TSImportType':
      return literal(node['source'] ?? node['argument']);
    case 'ImportExpression': {
      return literal(node['source']) ?? computed;
    }
    case 'CallExpression':
      return isIdentifier(node['callee'], 'require') ? firstLiteral(node) : undefined;
    case 'NewExpression': {
      const name = isIdentifier(node['callee'], 'URL') ? firstLiteral(node) : undefined;
      return name?.startsWith('.') === true && /\.[cm]?[jt]s$/.test(name) ? name : undefined;
    }
    default:
      return undefined;
  }
}

function firstLiteral(call: Node): string | undefined {
  return Array.isArray(call['arguments']) ? literal(call['arguments'][0]) : undefined;
}

function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value['type'] === 'TSLiteralType') return literal(value['literal']);
  return value['type'] === 'Literal' && typeof value['value'] === 'string' ? value['value'] : undefined;
}

function isIdentifier(value: unknown, name: string): boolean {
  return isNode(value) && value['type'] === 'Identifier' && value['name'] === name;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function visit(
  value: unknown,
  see: (node: Node, parent: Node, key: string) => void,
  parent: Node = {},
  key = '',
): void {
  if (Array.isArray(value)) for (const each of value) visit(each, see, parent, key);
  if (!isNode(value)) return;
  see(value, parent, key);
  for (const [name, child] of Object.entries(value)) {
    if (typeof child === 'object' && child !== null) visit(child, see, value, name);
  }
}
