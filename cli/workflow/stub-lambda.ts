import { refusal } from '#platform/local/asl/errors.ts';
import { isObject, parseJson, type Json, type JsonObject } from '#platform/local/asl/json.ts';

/** Arguments of `lambda:invoke` that do not change what comes back, as far as it was recorded on AWS. */
const harmless: ReadonlySet<string> = new Set(['FunctionName', 'Payload', 'LogType']);

/** The name of the function and its event, from the arguments of `lambda:invoke`. */
export function readInvocation(args: Json): { name: string; event: Json } {
  const fields: JsonObject = isObject(args) ? args : {};
  const { FunctionName: name, Payload: payload } = fields;
  const other = Object.keys(fields).find((field) => !harmless.has(field));
  if (other !== undefined) throw refusal(`the argument '${other}' of lambda:invoke has no stub`);
  if (typeof name !== 'string')
    throw refusal(`lambda:invoke without a FunctionName: ${JSON.stringify(args)}`);
  return { name, event: eventOf(payload) };
}

/** A missing payload is an empty object; a text that holds JSON is that JSON (recorded on AWS). */
function eventOf(payload: Json | undefined): Json {
  if (payload === undefined || payload === null) return {};
  if (typeof payload !== 'string') return payload;
  if (payload === '') throw refusal('what AWS makes of an empty text as Payload is not known');
  try {
    return parseJson(payload);
  } catch {
    return payload;
  }
}

/** What `lambda:invoke` gives for the value of a function. */
export function invocationResult(value: Json): Json {
  return { ExecutedVersion: '$LATEST', Payload: value, StatusCode: 200 };
}
