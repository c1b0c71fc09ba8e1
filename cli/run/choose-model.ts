import { stat } from 'node:fs/promises';
import { readPackage } from '../models/register.ts';
import { UmbelError } from '#core/errors.ts';
import type { Registry } from '#platform/registry/registry.ts';
import { shippedModelDir } from './shipped-model.ts';

export interface ChosenModel {
  /** Absent: the one in production when the run starts, if any. */
  readonly modelId?: string;
  /** What whoever asked must know of the choice. */
  readonly notes: readonly string[];
}

/**
 * The model of a run: the one that was asked for, by id or as the folder of a package (which becomes a candidate), else
 * the one in production. A fresh registry gets the model that comes with Umbel.
 * @param wanted id or folder; undefined: nobody asked
 * @throws UmbelError `model.not-found`, `model.hash-mismatch` and the others of loading
 */
export async function chooseModel(registry: Registry, wanted: string | undefined): Promise<ChosenModel> {
  if (wanted !== undefined) return { modelId: await wantedModel(registry, wanted), notes: [] };
  const head = await registry.head();
  if (head === undefined) return { notes: [await promoteShipped(registry)] };
  if (head.production === null)
    return {
      notes: [
        'No model is in production: the photos were only prepared for labelling. Choose one: umbel models list, umbel models promote ID.',
      ],
    };
  return { notes: await noteOnShipped(head.production) };
}

async function wantedModel(registry: Registry, wanted: string): Promise<string> {
  const isFolder = (await stat(wanted).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) {
    const known = (await registry.list()).some(({ modelId }) => modelId === wanted);
    if (known) return wanted;
    throw new UmbelError({
      code: 'model.not-found',
      kind: 'not-found',
      message: `There is no model "${wanted}", neither registered nor as a folder with a model.json.`,
      hint: 'See `umbel models list`, give the folder of a model package, or leave --model out to use the one in production.',
    });
  }
  // Its sanity tiles are scored at the start of the run.
  const { modelPackage, manifestBytes } = await readPackage(wanted);
  return (await registry.register(modelPackage, manifestBytes)).modelId;
}

async function promoteShipped(registry: Registry): Promise<string> {
  const { modelPackage, manifestBytes } = await readPackage(shippedModelDir);
  const { modelId } = await registry.register(modelPackage, manifestBytes);
  await registry.promote({
    modelId,
    instead: null,
    reason: 'the model that comes with Umbel, in a fresh registry',
  });
  return `The registry was empty: ${modelId}, which comes with Umbel, was registered and put into production.`;
}

/** Says so when an older model that came with Umbel is in production. */
async function noteOnShipped(production: string): Promise<string[]> {
  const { modelPackage } = await readPackage(shippedModelDir);
  const { modelId, manifest } = modelPackage;
  if (production === modelId || !production.startsWith(`${manifest.name}-`)) return [];
  return [
    `${production} is in production; this version of Umbel brings ${modelId}: umbel models register ${shippedModelDir}, then umbel models promote ${modelId}.`,
  ];
}
