import type { WorkflowRunResult } from '#cli/workflow/run.ts';
import { isArray, isObject, parseJson, type Json } from '#platform/local/asl/json.ts';

/** One recorded case; the fields are described in ../shared/data/asl/README.md. */
export interface AwsCase {
  readonly name: string;
  readonly definition: Json;
  readonly input: Json;
  readonly tasks: Json;
  readonly objects: Record<string, string>;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly expected: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: Json;
  };
  readonly loose: readonly string[];
  readonly lambda_cause?: readonly string[];
}

export type Verdict = { readonly kind: 'pass' | 'refused' | 'wrong'; readonly why: string };

/** The verdict on a result, by the rules of the shared score.py. */
export function judge(recorded: AwsCase, result: WorkflowRunResult): Verdict {
  if ('refused' in result) return { kind: 'refused', why: result.refused };
  const why = difference(recorded, result);
  return why === undefined ? { kind: 'pass', why: '' } : { kind: 'wrong', why };
}

function difference(
  recorded: AwsCase,
  result: Exclude<WorkflowRunResult, { refused: string }>,
): string | undefined {
  const { expected } = recorded;
  if (result.status !== expected.status)
    return `status ${JSON.stringify(result)} instead of ${expected.status}`;
  if (result.status === 'REJECTED_AT_CREATE') return undefined;
  if (result.status === 'SUCCEEDED') {
    return differenceAt(expected.output ?? null, result.output, { recorded, path: '' });
  }
  if ((expected.error ?? '') !== (result.error ?? ''))
    return `error ${result.error} instead of ${expected.error}`;
  const cause = result.cause ?? '';
  if (isObject(expected.cause)) return sameLambdaError(expected.cause, cause) ? undefined : `cause ${cause}`;
  return typeof expected.cause !== 'string' || expected.cause === cause ? undefined : `cause ${cause}`;
}

interface Place {
  readonly recorded: AwsCase;
  readonly path: string;
}

function differenceAt(expected: Json, actual: Json, place: Place): string | undefined {
  const { recorded, path } = place;
  if (recorded.loose.includes(path)) return undefined;
  const mismatch = `${path || '/'}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
  if (recorded.lambda_cause?.includes(path) === true) {
    return sameLambdaError(expected, actual) ? undefined : mismatch;
  }
  if (isArray(expected) && isArray(actual)) {
    if (expected.length !== actual.length) return mismatch;
    return first(
      expected.map((_, index) => String(index)),
      (key) =>
        differenceAt(expected[Number(key)] ?? null, actual[Number(key)] ?? null, {
          recorded,
          path: `${path}/${key}`,
        }),
    );
  }
  if (isObject(expected) && isObject(actual)) {
    return first([...new Set([...Object.keys(expected), ...Object.keys(actual)])], (name) => {
      const inner = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (recorded.loose.includes(inner)) return undefined;
      const [a, b] = [expected[name], actual[name]];
      if (a === undefined || b === undefined) return `${inner}: only on one side`;
      return differenceAt(a, b, { recorded, path: inner });
    });
  }
  return expected === actual ? undefined : mismatch;
}

function first(keys: readonly string[], compare: (key: string) => string | undefined): string | undefined {
  for (const key of keys) {
    const found = compare(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sameLambdaError(expected: Json, actual: Json): boolean {
  const [a, b] = [lambdaError(expected), lambdaError(actual)];
  return a !== undefined && a === b;
}

function lambdaError(value: Json): string | undefined {
  const error = typeof value === 'string' && value.startsWith('{') ? parseJson(value) : value;
  return isObject(error) ? JSON.stringify([error['errorMessage'], error['errorType']]) : undefined;
}
