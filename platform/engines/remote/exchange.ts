import type { TileBatch } from '#core/model/driver.ts';
import type { ModelManifest } from '#core/model/package.ts';

/** What of a manifest says how a remote model is fed and read. */
export type RemoteManifest = Pick<ModelManifest, 'input' | 'output' | 'calibration'>;

/** One request to a remote model. */
export interface RemoteRequest {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The values of a remote model's answer. */
export interface RemoteValues {
  /** One value, or one per class, for each tile. */
  readonly raw: Float32Array;
  /** x and y for each tile; undefined when the package asks for none. */
  readonly location: Float32Array | undefined;
}

/** How tiles become a request and an answer becomes values. */
export interface RemoteCodec {
  encode(batch: TileBatch): Promise<RemoteRequest>;
  /** @throws UmbelError `remote.answer-invalid`, `model.nan` */
  decode(answer: Uint8Array, count: number): RemoteValues;
}

/** Carries requests to a remote model and brings its answers. */
export interface RemoteTransport {
  /** Where the model is, for messages. */
  readonly where: string;
  /** The body of the answer. @throws RemoteError */
  send(request: RemoteRequest): Promise<Uint8Array>;
  close(): void;
}
