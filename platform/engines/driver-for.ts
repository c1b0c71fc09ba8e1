import { UmbelError } from '#core/errors.ts';
import type { DriverFactory } from '#core/model/driver.ts';
import type { EngineName } from '#core/model/package.ts';

/** Engines that can be chosen, each loaded only when it is wanted. */
const drivers: Readonly<Record<EngineName, () => Promise<DriverFactory>>> = {
  onnx: async () => (await import('./onnx.ts')).openOnnxDriver,
  'tfjs-node': async () => (await import('./tfjs-node.ts')).openTfjsNodeDriver,
  'tfjs-wasm': async () => (await import('./tfjs-wasm.ts')).openTfjsWasmDriver,
  remote: async () => (await import('./remote/remote.ts')).openRemoteDriver,
};

/** Names of the engines that this version can run. */
export const availableEngines: readonly string[] = Object.keys(drivers);

/**
 * The driver factory of an engine; never that of another one.
 * @throws UmbelError `model.engine-unknown`, `model.engine-not-installed`
 */
export async function driverFor(engine: string): Promise<DriverFactory> {
  const load = Object.entries(drivers).find(([name]) => name === engine)?.[1];
  if (load === undefined) {
    throw new UmbelError({
      code: 'model.engine-unknown',
      kind: 'configuration',
      message: `There is no engine "${engine}" in this version.`,
      hint: `Choose one of: ${availableEngines.join(', ')}.`,
    });
  }
  try {
    return await load();
  } catch (cause) {
    if (cause instanceof UmbelError) throw cause;
    throw new UmbelError({
      code: 'model.engine-not-installed',
      kind: 'configuration',
      message: `The engine "${engine}" is not installed here: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Run npm ci again; umbel doctor shows what is missing. No other engine is used in its place.',
      cause,
    });
  }
}
