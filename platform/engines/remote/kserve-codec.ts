import { endianness } from 'node:os';
import { z } from 'zod';
import { inputDims, inputValues } from '#core/model/input.ts';
import type { TileBatch } from '#core/model/driver.ts';
import { checkValues, finiteValues, parseAnswer } from './answer-values.ts';
import type { RemoteCodec, RemoteManifest, RemoteRequest } from './exchange.ts';
import { answerInvalid } from './remote-error.ts';
import { writeNested } from './write-nested.ts';

type Numbers = readonly (number | null | Numbers)[];
const numbersSchema: z.ZodType<Numbers> = z.lazy(() =>
  z.array(z.union([z.number(), z.null(), numbersSchema])),
);
const answerSchema = z.object({
  outputs: z.array(
    z.object({ name: z.string(), shape: z.array(z.int()), datatype: z.string(), data: numbersSchema }),
  ),
});
type Output = z.infer<typeof answerSchema>['outputs'][number];

/**
 * The Open Inference Protocol (KServe V2, Triton, MLServer): tensors by name, flat or nested, with their shapes.
 * Source: https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
 * @param binary send pixels as bytes after the JSON; source: https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/protocol/extension_binary_data.html
 */
export function kserveCodec(manifest: RemoteManifest, binary: boolean): RemoteCodec {
  const { output } = manifest;
  return {
    encode: async (batch) => (binary ? binaryRequest(batch, manifest) : jsonRequest(batch, manifest)),
    decode(answer, count) {
      const { outputs } = parseAnswer(answer, answerSchema);
      const raw = valuesOf(outputs, output.name, count);
      checkValues(raw, count, manifest);
      const { locationName } = output;
      return {
        raw,
        location: locationName === undefined ? undefined : valuesOf(outputs, locationName, count),
      };
    },
  };
}

function head({ input, output }: RemoteManifest, count: number) {
  const datatype = input.dtype === 'uint8' ? 'UINT8' : 'FP32';
  const names = [output.name, ...(output.locationName === undefined ? [] : [output.locationName])];
  return { tensor: { name: input.name, shape: inputDims(input, count), datatype }, outputs: names };
}

function jsonRequest(batch: TileBatch, manifest: RemoteManifest): RemoteRequest {
  const { tensor, outputs } = head(manifest, batch.count);
  const values = inputValues(batch, manifest.input);
  const start = JSON.stringify({ ...tensor, outputs: undefined }).slice(0, -1);
  const wanted = JSON.stringify(outputs.map((name) => ({ name })));
  const text = `{"inputs":[${start},"data":${writeNested(values, [values.length])}}],"outputs":${wanted}}`;
  return { body: new TextEncoder().encode(text), contentType: 'application/json' };
}

function binaryRequest(batch: TileBatch, manifest: RemoteManifest): RemoteRequest {
  const { tensor, outputs } = head(manifest, batch.count);
  const bytes = littleEndian(inputValues(batch, manifest.input));
  const json = new TextEncoder().encode(
    JSON.stringify({
      inputs: [{ ...tensor, parameters: { binary_data_size: bytes.length } }],
      outputs: outputs.map((name) => ({ name, parameters: { binary_data: false } })),
    }),
  );
  return {
    body: Buffer.concat([json, bytes]),
    contentType: 'application/octet-stream',
    headers: { 'inference-header-content-length': String(json.length) },
  };
}

/** The protocol's byte order; a copy only where the machine's is the other one. */
function littleEndian(values: Uint8Array | Float32Array): Uint8Array {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return values instanceof Uint8Array || endianness() === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

function valuesOf(outputs: readonly Output[], name: string, count: number): Float32Array {
  const found = outputs.find((output) => output.name === name);
  if (found === undefined) {
    const names = outputs.map((output) => output.name).join(', ');
    throw answerInvalid(`it has no output "${name}" (it has ${names || 'none'})`);
  }
  const { shape, data } = found;
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = data.flat(8).filter((value) => typeof value === 'number' || value === null);
  const isRow = (shape.length === 1 || shape.length === 2) && shape[0] === count;
  if (!isRow || size !== values.length) {
    throw answerInvalid(
      `"${name}" is [${shape.join(', ')}] with ${values.length} values; [${count}] or [${count}, classes] is needed`,
    );
  }
  return finiteValues(values, count);
}
