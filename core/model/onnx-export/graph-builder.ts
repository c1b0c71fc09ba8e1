import type { OnnxAttribute, OnnxNode, OnnxTensor } from './protobuf.ts';

/** What flows between layers. Maps are channels-first in ONNX, whatever the LayersModel says. */
export type Feature = FeatureMap | FeatureVector;

/** A tensor [n, channels, height, width]. */
export interface FeatureMap {
  readonly kind: 'map';
  readonly name: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A tensor [n, size]. */
export interface FeatureVector {
  readonly kind: 'vector';
  readonly name: string;
  readonly size: number;
}

/** Collects the nodes and constants of an ONNX graph; every value gets a name of its own. */
export interface GraphBuilder {
  readonly nodes: OnnxNode[];
  readonly constants: OnnxTensor[];
  /** Adds a node with one output and returns the output's name. */
  node(opType: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string;
  /** Adds a constant and returns its name. */
  constant(dims: readonly number[], values: Float32Array | readonly number[]): string;
  /** Adds a list of whole numbers (shapes, pads, axes) and returns its name. */
  integers(values: readonly number[]): string;
}

/** An empty graph. */
export function createGraphBuilder(): GraphBuilder {
  const nodes: OnnxNode[] = [];
  const constants: OnnxTensor[] = [];
  const nameOf = (prefix: string): string => `${prefix.toLowerCase()}_${nodes.length + constants.length}`;
  return {
    nodes,
    constants,
    node(opType, inputs, attributes: Readonly<Record<string, OnnxAttribute>> = {}) {
      const output = nameOf(opType);
      nodes.push({ opType, inputs, outputs: [output], attributes });
      return output;
    },
    constant(dims, values) {
      const name = nameOf('constant');
      constants.push({ name, dims, values: Float32Array.from(values) });
      return name;
    },
    integers(values) {
      const name = nameOf('integers');
      constants.push({ name, dims: [values.length], values: BigInt64Array.from(values, BigInt) });
      return name;
    },
  };
}
