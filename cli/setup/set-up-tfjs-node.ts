import { rm } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { bindingPathIn, tfjsNodeFolder } from '#platform/engines/tfjs-node-backend.ts';
import { buildBinding } from './build-binding.ts';
import { downloadBinding } from './download-binding.ts';
import { findLibtensorflow } from './find-libtensorflow.ts';
import { probeTfjsNode } from './probe-tfjs-node.ts';

export interface TfjsNodeSetup {
  /** A TensorFlow that is on this machine; undefined to download it as tfjs-node itself does. */
  readonly libtensorflow: string | undefined;
  /** Takes a line of progress. */
  readonly log: (line: string) => void;
}

export interface TfjsNodeReady {
  readonly engine: 'tfjs-node';
  /** Version of the TensorFlow library. */
  readonly tensorflow: string;
  /** Path of the native binding. */
  readonly binding: string;
}

/**
 * The engine after it was installed and did a multiplication; a binding that does not load is removed again.
 * @throws UmbelError `setup.package-missing`, `setup.libtensorflow-not-found`, `setup.build-failed`, `setup.download-failed`, `setup.binding-unusable`
 */
export async function setUpTfjsNode({ libtensorflow, log }: TfjsNodeSetup): Promise<TfjsNodeReady> {
  const folder = tfjsNodeFolder();
  if (folder === undefined) {
    throw new UmbelError({
      code: 'setup.package-missing',
      kind: 'configuration',
      message: 'The optional package @tensorflow/tfjs-node is not in node_modules.',
      hint: 'Run npm ci without --omit=optional, then this command again.',
    });
  }
  if (libtensorflow === undefined) {
    log('Downloading TensorFlow, as @tensorflow/tfjs-node does when it is installed by itself');
    await downloadBinding(folder);
  } else {
    const library = await findLibtensorflow(libtensorflow, folder);
    log(`Building the binding against ${library.files.join(' and ')}`);
    await buildBinding(folder, library);
  }
  const probe = await probeTfjsNode();
  if (probe.ok) return { engine: 'tfjs-node', tensorflow: probe.tensorflow, binding: bindingPathIn(folder) };
  await rm(bindingPathIn(folder), { force: true });
  throw new UmbelError({
    code: 'setup.binding-unusable',
    kind: 'configuration',
    message: `The native binding was made but does not work: ${probe.problem}.`,
    hint: 'Give another TensorFlow with --libtensorflow: version 2.9 or newer, for this processor, with its shared libraries.',
  });
}
