import type { EngineName } from '#core/model/package.ts';
import type { Network } from '#core/model/import/network.ts';

/** What a network gave for some tiles: for each output its shape and values. */
export type NetworkOutputs = ReadonlyMap<
  string,
  { readonly dims: readonly number[]; readonly values: Float32Array }
>;

/** A network that can be run. */
export interface NetworkRunner {
  /** @param values of the input tensor @param dims its shape */
  run(values: Uint8Array | Float32Array, dims: readonly number[]): Promise<NetworkOutputs>;
  close(): Promise<void>;
}

/** A model made elsewhere, in the form in which a package holds it. */
export interface ImportSource {
  readonly network: Network;
  /** Files of the package, without manifest and sanity tiles. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The one that the engine loads. */
  readonly weights: string;
  /** model.json of the LayersModel that the weights were made from. */
  readonly layersModel?: string;
  readonly engine: EngineName;
  /** What the person should know of how the file was read. */
  readonly notes: readonly string[];
  openRunner(): Promise<NetworkRunner>;
}
