import pLimit from 'p-limit';
import { UmbelError } from '#core/errors.ts';
import type { DriverFactory, ModelDriver, TileBatch } from '#core/model/driver.ts';
import { checkBatch } from '#core/model/input.ts';
import type { RemoteModel, RemotePayload } from '#core/model/remote.ts';
import { readScores } from '../read-scores.ts';
import type { RemoteCodec, RemoteManifest, RemoteTransport, RemoteValues } from './exchange.ts';
import { httpTransport } from './http-transport.ts';
import { kserveCodec } from './kserve-codec.ts';
import { picturesCodec } from './pictures-codec.ts';
import { type RetryOptions, withRetries } from './retry.ts';
import { sagemakerTransport } from './sagemaker-transport.ts';
import { tfServingCodec } from './tf-serving-codec.ts';

/**
 * A driver that asks a model which runs elsewhere. Nothing is asked before the first batch: the sanity tiles are the test.
 * @throws UmbelError `model.not-remote` for a package that names no server, `remote.address-refused`
 */
export const openRemoteDriver: DriverFactory = async ({ manifest, modelId }) => {
  const { remote } = manifest;
  if (remote !== undefined) return createRemoteDriver(manifest, remote);
  throw new UmbelError({
    code: 'model.not-remote',
    kind: 'configuration',
    message: `Model ${modelId} names no server; the engine ${manifest.engine} runs it.`,
    hint: `Run it with --engine ${manifest.engine}.`,
  });
};

/** The driver; how it waits between attempts is replaced in tests. */
export function createRemoteDriver(
  manifest: RemoteManifest,
  remote: RemoteModel,
  waiting: Pick<RetryOptions, 'wait' | 'random'> = {},
): ModelDriver<TileBatch, RemoteValues> {
  const codec = codecFor(manifest, remote);
  const transport = transportFor(remote);
  // Back-pressure: whoever gives more batches than may be under way waits here.
  const limit = pLimit(remote.inFlight);
  return {
    engine: 'remote',
    inFlight: remote.inFlight,
    preprocess(batch) {
      checkBatch(batch, manifest.input.tilePx);
      return batch;
    },
    infer: (batch) =>
      limit(async () => {
        const request = await codec.encode(batch);
        const answer = await withRetries(() => transport.send(request), {
          attempts: remote.attempts,
          ...waiting,
        });
        return codec.decode(answer, batch.count);
      }),
    postprocess: ({ raw, location }, count) => readScores({ raw, location, count }, manifest),
    async dispose() {
      limit.clearQueue();
      transport.close();
    },
  };
}

function transportFor(remote: RemoteModel): RemoteTransport {
  if (remote.protocol === 'sagemaker') return sagemakerTransport(remote);
  return httpTransport({ ...remote, url: new URL(addressOf(remote)) });
}

type HttpModel = Exclude<RemoteModel, { protocol: 'sagemaker' }>;

function addressOf(remote: HttpModel): string {
  const base = remote.url.replace(/\/+$/, '');
  if (remote.protocol === 'pictures') return `${base}/invocations`;
  const version = remote.version === undefined ? '' : `/versions/${remote.version}`;
  return remote.protocol === 'tf-serving'
    ? `${base}/v1/models/${remote.model}${version}:predict`
    : `${base}/v2/models/${remote.model}${version}/infer`;
}

function codecFor(manifest: RemoteManifest, remote: RemoteModel): RemoteCodec {
  const payload: RemotePayload = remote.protocol === 'sagemaker' ? remote.payload : remote.protocol;
  if (payload === 'pictures') return picturesCodec(manifest);
  if (payload === 'kserve-v2') {
    return kserveCodec(manifest, remote.protocol === 'kserve-v2' && remote.binary);
  }
  return tfServingCodec(manifest, remote.protocol === 'tf-serving' ? remote.signatureName : undefined);
}
