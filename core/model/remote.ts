import { z } from 'zod';

const nameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'must be a plain name');

/** What every remote model may set. */
const limits = {
  /** Longest wait for one answer, ms, default 30 s. */
  timeoutMs: z.int().min(100).max(600_000).default(30_000),
  /** How often a request is sent at most; only what may pass is sent again (429, 502, 503, 504, no connection, no answer in time). */
  attempts: z.int().min(1).max(10).default(4),
  /** Requests under way at once from one thread; further batches wait. */
  inFlight: z.int().min(1).max(64).default(4),
};

/** A package is for everyone who has it: no password in it. */
function isBare(text: string): boolean {
  const { username, password, search, hash } = new URL(text);
  return username === '' && password === '' && search === '' && hash === '';
}
const urlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine(isBare, 'must hold neither a password nor a query');

/** How a tensor travels: the bodies of the two open protocols, or the tiles as pictures. */
const payloadSchema = z.enum(['pictures', 'tf-serving', 'kserve-v2']);
export type RemotePayload = z.infer<typeof payloadSchema>;

/**
 * Where a model of engine `remote` runs. Names of tensors are those of `input.name` and `output.name`.
 * - `sagemaker`: InvokeEndpoint of the SageMaker runtime, with the caller's AWS credentials
 * - `tf-serving`: REST API v1 of TensorFlow Serving, `POST <url>/v1/models/<model>:predict`
 * - `kserve-v2`: Open Inference Protocol (KServe, Triton, MLServer), `POST <url>/v2/models/<model>/infer`
 * - `pictures`: Umbel's own container in serve mode, `POST <url>/invocations`
 */
export const remoteSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('sagemaker'),
    endpointName: nameSchema,
    /** Default: that of the caller. */
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
      .optional(),
    /** What the container behind the endpoint reads, default what Umbel's own container reads. */
    payload: payloadSchema.default('pictures'),
    /** One model of a multi-model endpoint. */
    targetModel: z.string().max(1024).optional(),
    ...limits,
  }),
  z.strictObject({
    protocol: z.literal('tf-serving'),
    url: urlSchema,
    model: nameSchema,
    version: nameSchema.optional(),
    /** Default: the model's default signature. */
    signatureName: z.string().optional(),
    ...limits,
  }),
  z.strictObject({
    protocol: z.literal('kserve-v2'),
    url: urlSchema,
    model: nameSchema,
    version: nameSchema.optional(),
    /** Send the tiles as bytes after the JSON, as the binary tensor extension has it; far smaller, Triton and KServe read it. */
    binary: z.boolean().default(false),
    ...limits,
  }),
  z.strictObject({ protocol: z.literal('pictures'), url: urlSchema, ...limits }),
]);

export type RemoteModel = z.infer<typeof remoteSchema>;
