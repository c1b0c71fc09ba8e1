import type { InferenceSession } from 'onnxruntime-node';
import { UmbelError } from '#core/errors.ts';
import { inputDims } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';

type Value = InferenceSession.ValueMetadata;
/** A wanted dimension: a number, or undefined for any. */
type Dims = readonly (number | undefined)[];

/**
 * Nothing; the session's input and outputs are as the manifest says.
 * @throws UmbelError `model.shape-mismatch`
 */
export function checkSessionShapes(session: InferenceSession, { input, output }: ModelManifest): void {
  const { inputMetadata, outputMetadata } = session;
  if (inputMetadata.length !== 1) {
    throw mismatch(`it has ${inputMetadata.length} inputs (${namesOf(inputMetadata)}); one is possible`);
  }
  const wantedInput = [undefined, ...inputDims(input, 1).slice(1)];
  checkValue(inputMetadata, input.name, { what: 'input', type: input.dtype, dims: [wantedInput] });
  const scores: Dims[] = [[undefined], [undefined, undefined]];
  checkValue(outputMetadata, output.name, { what: 'output', type: 'float32', dims: scores });
  checkClasses(outputMetadata, output);
  if (output.locationName !== undefined) {
    checkValue(outputMetadata, output.locationName, {
      what: 'output',
      type: 'float32',
      dims: [[undefined, 2]],
    });
  }
}

interface Wanted {
  readonly what: 'input' | 'output';
  readonly type: string;
  /** Any of these shapes will do. */
  readonly dims: readonly Dims[];
}

function checkValue(values: readonly Value[], name: string, { what, type, dims }: Wanted): void {
  const value = values.find((candidate) => candidate.name === name);
  if (value === undefined) throw mismatch(`it has no ${what} "${name}" (it has ${namesOf(values)})`);
  if (!value.isTensor || value.type !== type) {
    throw mismatch(`${what} "${name}" is of type ${value.isTensor ? value.type : 'sequence'}, not ${type}`);
  }
  if (typeof value.shape[0] === 'number' && value.shape[0] > 0) {
    throw mismatch(
      `${what} "${name}" is made for exactly ${value.shape[0]} tiles; the batch dimension must be free`,
    );
  }
  if (!dims.some((wanted) => fits(value.shape, wanted))) {
    const expected = dims.map((wanted) => textOf(wanted.map((dim) => dim ?? 'n'))).join(' or ');
    throw mismatch(`${what} "${name}" is ${textOf(value.shape)}, not ${expected}`);
  }
}

/** Free dimensions come as texts, or as -1 in older files. */
function fits(shape: readonly (number | string)[], wanted: Dims): boolean {
  if (shape.length !== wanted.length) return false;
  return wanted.every(
    (dim, i) => dim === undefined || shape[i] === dim || typeof shape[i] === 'string' || shape[i] === -1,
  );
}

function checkClasses(values: readonly Value[], { name, hogweedIndex, kind }: ModelManifest['output']): void {
  const value = values.find((candidate) => candidate.name === name);
  const classes = value?.isTensor ? (value.shape[1] ?? 1) : 1;
  if (typeof classes !== 'number' || classes < 0) return;
  if (classes > 1 && hogweedIndex >= classes) {
    throw mismatch(
      `output "${name}" has ${classes} classes, so hogweedIndex ${hogweedIndex} is not one of them`,
    );
  }
  if (classes === 1 && kind.startsWith('softmax')) {
    throw mismatch(`output "${name}" has one value a tile, which cannot be "${kind}"`);
  }
}

function namesOf(values: readonly Value[]): string {
  return values.map((value) => `"${value.name}"`).join(', ');
}

function textOf(dims: readonly (number | string)[]): string {
  return `[${dims.join(', ')}]`;
}

function mismatch(problem: string): UmbelError {
  return new UmbelError({
    code: 'model.shape-mismatch',
    kind: 'configuration',
    message: `The network does not fit its model.json: ${problem}.`,
    hint: 'Correct input and output when the package is made; detectors that give boxes are not supported.',
  });
}
