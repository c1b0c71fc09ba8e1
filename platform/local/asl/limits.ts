import { AslError } from './errors.ts';
import { sizeBytes, type Json } from './json.ts';

/** 256 KiB of JSON in UTF-8. Source: AWS Step Functions service quotas. */
export const largestPayloadBytes = 262_144;

/** The value itself. @throws States.DataLimitExceeded when it is too large to pass between states */
export function checkPayload(value: Json, producer: string): Json {
  if (sizeBytes(value) <= largestPayloadBytes) return value;
  throw new AslError(
    'States.DataLimitExceeded',
    `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
