import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { type EnvironmentKey, environmentNames } from '#core/environment.ts';
import { describeZodError } from '#core/validation.ts';

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** File that `cdk deploy --outputs-file` wrote, when nothing else is said. */
export const defaultDeploymentFile = 'cdk-outputs.json';

/**
 * Tells this process the names of a deployment: what the environment already says stays, the rest is read from the
 * outputs of `cdk deploy --all --outputs-file cdk-outputs.json`.
 * @param file the outputs; default: UMBEL_DEPLOYMENT, else cdk-outputs.json where it is there
 * @throws UmbelError `deployment.unreadable`, `deployment.incomplete` naming what is missing
 */
export function useDeployment(needed: readonly EnvironmentKey[], file?: string): void {
  const missing = () => needed.filter((key) => (process.env[environmentNames[key]] ?? '') === '');
  if (missing().length === 0) return;
  const named = file ?? process.env['UMBEL_DEPLOYMENT'];
  const outputs = readOutputs(named ?? defaultDeploymentFile, named !== undefined);
  for (const key of missing()) {
    const value = outputs.get(outputName(key));
    if (value !== undefined) process.env[environmentNames[key]] = value;
  }
  const still = missing();
  if (still.length === 0) return;
  throw new UmbelError({
    code: 'deployment.incomplete',
    kind: 'configuration',
    message: `It is not known where ${still.map((key) => environmentNames[key]).join(', ')} is.`,
    hint: 'Set these variables, or give the outputs of the deployment: cdk deploy --all --outputs-file cdk-outputs.json, then --deployment cdk-outputs.json.',
  });
}

/** The names of all buckets in the outputs of a deployment. @throws UmbelError `deployment.unreadable` */
export function bucketsOfDeployment(file: string): string[] {
  const outputs = [...readOutputs(file, true)];
  return [...new Set(outputs.filter(([name]) => name.endsWith('Bucket')).map(([, value]) => value))].sort();
}

/** What the console of a deployment needs. @throws UmbelError `deployment.unreadable`, `deployment.incomplete` */
export function consoleOfDeployment(file: string) {
  const outputs = readOutputs(file, true);
  const output = (name: string): string => {
    const value = outputs.get(name);
    if (value !== undefined) return value;
    throw new UmbelError({
      code: 'deployment.incomplete',
      kind: 'configuration',
      message: `${file} does not tell ${name}.`,
      hint: 'Deploy the stack Console, all outputs in one file: cdk deploy --all --outputs-file cdk-outputs.json.',
    });
  };
  return {
    bucket: output('ConsoleBucket'),
    url: output('ConsoleUrl'),
    signIn: { url: output('SignInUrl'), clientId: output('ClientId') },
  };
}

/** Name of a stack's output that tells `key`: `uploadsBucket` becomes `UploadsBucket`. */
export function outputName(key: EnvironmentKey): string {
  return `${key[0]!.toUpperCase()}${key.slice(1)}`;
}

function readOutputs(file: string, mustBeThere: boolean): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (!mustBeThere) return new Map();
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const result = outputsSchema.safeParse(parseJson(text, file));
  if (!result.success) throw unreadable(file, describeZodError(result.error));
  return new Map(Object.values(result.data).flatMap((outputs) => Object.entries(outputs)));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, 'it is not JSON', cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'deployment.unreadable',
    kind: 'configuration',
    message: `${file} does not tell the names of a deployment: ${why}`,
    hint: 'Write it with cdk deploy --all --outputs-file cdk-outputs.json.',
    ...(cause === undefined ? {} : { cause }),
  });
}
