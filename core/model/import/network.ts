/** What is known of a network before it is run, whichever file it came in. */
export interface Network {
  /** Program that wrote the file, for messages. */
  readonly producer: string;
  readonly inputs: readonly NetworkPort[];
  readonly outputs: readonly NetworkPort[];
  /** Operations in the order of the file, with the names of what they take and give; empty when the file does not show them. */
  readonly operations: readonly Operation[];
  /** Names of values that are constant. */
  readonly constants: ReadonlySet<string>;
}

export interface NetworkPort {
  readonly name: string;
  readonly type: 'float32' | 'uint8' | 'other';
  /** Numbers where they are fixed, names where they are free; undefined when the file does not say. */
  readonly dims: readonly (number | string)[] | undefined;
}

export interface Operation {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Dimensions as text: `[n, 3, 224, 224]`. */
export function dimsText(dims: NetworkPort['dims']): string {
  return dims === undefined ? 'of unknown shape' : `[${dims.join(', ')}]`;
}
