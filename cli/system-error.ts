import { type ErrorKind, UmbelError } from '#core/errors.ts';

interface Explanation {
  readonly kind: ErrorKind;
  readonly text: string;
  readonly hint: string;
}

/** What the system's refusals mean to whoever typed the command. */
const explanations: Readonly<Record<string, Explanation>> = {
  ENOSPC: {
    kind: 'try-again',
    text: 'The disk is full',
    hint: 'Make room, then run the same command again: what is finished is not done again.',
  },
  EDQUOT: {
    kind: 'try-again',
    text: 'The disk quota is used up',
    hint: 'Make room, then run the same command again.',
  },
  EACCES: {
    kind: 'bad-input',
    text: 'There is no right to open it',
    hint: 'Change the rights of the file or folder, or choose another.',
  },
  EPERM: {
    kind: 'bad-input',
    text: 'The system does not allow it',
    hint: 'Change the rights of the file or folder, or choose another.',
  },
  EROFS: { kind: 'bad-input', text: 'The file system can only be read', hint: 'Choose another folder.' },
  ENOENT: {
    kind: 'not-found',
    text: 'It is not there',
    hint: 'Check the path; it may have been moved in the meantime.',
  },
  EISDIR: { kind: 'bad-input', text: 'It is a folder, not a file', hint: 'Give a file.' },
  ENOTDIR: { kind: 'bad-input', text: 'A part of the path is a file, not a folder', hint: 'Check the path.' },
  ENAMETOOLONG: {
    kind: 'bad-input',
    text: 'The name is too long for this file system',
    hint: 'Choose a shorter name.',
  },
};

/** An error of the file system in plain words; any other error as it is. */
export function explainSystemError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UmbelError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const explanation = explanations[code];
  if (explanation === undefined) return error;
  const path = 'path' in error && typeof error.path === 'string' ? `: ${error.path}` : '';
  return new UmbelError({
    code: `system.${code.toLowerCase()}`,
    kind: explanation.kind,
    message: `${explanation.text}${path}`,
    hint: explanation.hint,
    cause: error,
  });
}

/** The code of a file system error that a text speaks of, such as a failed function's. */
export function diskFullIn(text: string): UmbelError | undefined {
  const { ENOSPC } = explanations;
  if (ENOSPC === undefined || !/ENOSPC|no space left/i.test(text)) return undefined;
  return new UmbelError({
    code: 'system.enospc',
    kind: ENOSPC.kind,
    message: `${ENOSPC.text}.`,
    hint: ENOSPC.hint,
  });
}
