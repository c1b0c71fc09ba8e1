import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LayersModelData } from '#core/model/onnx-export/layers-model.ts';

/** The model as plain data: what `exportOnnx` takes and what is stored as the package's master. */
export async function layersModelData(model: LayersModel): Promise<LayersModelData> {
  const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve, reject) => {
    const handler = tf.io.withSaveHandler(async (saved) => {
      resolve(saved);
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    });
    model.save(handler).catch(reject);
  });
  const bytes = tf.io.CompositeArrayBuffer.join(artifacts.weightData);
  let offset = 0;
  const weights = (artifacts.weightSpecs ?? []).map(({ name, shape }) => {
    const count = shape.reduce((product, dim) => product * dim, 1);
    const values = new Float32Array(bytes.slice(offset, offset + count * 4));
    offset += count * 4;
    return { name, shape, values };
  });
  return { topology: artifacts.modelTopology, weights };
}
