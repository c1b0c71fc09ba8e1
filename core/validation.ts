import type { z } from 'zod';

/** The first few problems of a zod error as one sentence part: `photos[3].sha256: must be ...`. */
export function describeZodError(error: z.ZodError, limit = 3): string {
  const problems = error.issues.slice(0, limit).map((issue) => {
    const path = issue.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('');
    return path === '' ? issue.message : `${path.replace(/^\./, '')}: ${issue.message}`;
  });
  const more = error.issues.length - problems.length;
  return problems.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
