import type { z } from 'zod';
import { UmbelError } from '../../errors.ts';
import { describeZodError } from '../../validation.ts';
import type { LayerNode } from './layers-model.ts';

/** The error for a layer that the export cannot express: it names the layer, its class, and why. */
export function refuseLayer(layer: LayerNode, reason: string): UmbelError {
  return new UmbelError({
    code: 'model.layer-unsupported',
    kind: 'bad-input',
    message: `Layer "${layer.name}" (${layer.className}) cannot be exported to ONNX: ${reason}.`,
    hint: 'Build the network from the layers listed in core/model/onnx-export/export-onnx.ts.',
    details: { layer: layer.name, className: layer.className },
  });
}

/**
 * The layer's config as the schema reads it.
 * @throws UmbelError `model.layer-unsupported` for a setting that the export does not know
 */
export function readConfig<Schema extends z.ZodType>(layer: LayerNode, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(layer.config);
  if (result.success) return result.data;
  throw refuseLayer(layer, describeZodError(result.error));
}
