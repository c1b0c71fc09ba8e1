/** Entry of a process that opens tfjs-node, multiplies two numbers, and prints the version of TensorFlow as JSON. */
import { openTfjsNode } from '#platform/engines/tfjs-node-backend.ts';

const tf = await openTfjsNode();
const product = await tf.mul([6], [7]).data();
if (product[0] !== 42) throw new Error(`error: 6 times 7 is ${product[0]}`);
console.log(JSON.stringify({ tensorflow: versionOf(tf.backend()) }));

/** The binding says which TensorFlow it was linked with; TensorFlow.js has no function for it. */
function versionOf(backend: object): string {
  const binding: unknown = Reflect.get(backend, 'binding');
  const version: unknown =
    typeof binding === 'object' && binding !== null ? Reflect.get(binding, 'TF_Version') : undefined;
  return typeof version === 'string' ? version : 'of unknown version';
}
