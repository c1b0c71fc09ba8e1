import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { refuseImport } from '#core/model/import/refuse-import.ts';
import { UmbelError } from '#core/errors.ts';
import { readOnnxSource } from './onnx-source.ts';
import type { ImportSource } from './source.ts';
import { readTfjsSource, type TfjsWishes } from './tfjs-source.ts';

/** How to come from a file that is not imported to one that is. */
const exports: Readonly<Record<string, string>> = {
  '.pt':
    'In PyTorch: torch.onnx.export(model.eval(), example, "model.onnx", dynamic_axes={"input": {0: "n"}}, input_names=["input"])',
  '.pth':
    'In PyTorch: torch.onnx.export(model.eval(), example, "model.onnx", dynamic_axes={"input": {0: "n"}}, input_names=["input"])',
  '.keras': 'In Keras 3: model.export("model.onnx", format="onnx")',
  '.h5': 'In Keras 3: keras.models.load_model("model.h5").export("model.onnx", format="onnx")',
  '.pb': 'python -m tf2onnx.convert --saved-model DIR --output model.onnx',
  '.tflite': 'python -m tf2onnx.convert --tflite model.tflite --output model.onnx',
  '.safetensors': 'Load it in PyTorch and export it with torch.onnx.export',
};

/**
 * The model in a file or folder: an ONNX file, a TensorFlow.js model.json, or a folder with one of them.
 * @throws UmbelError `import.not-found`, `import.format`, `import.unreadable` and those of the formats
 */
export async function readSource(given: string, wishes: TfjsWishes): Promise<ImportSource> {
  const info = await stat(given).catch(() => undefined);
  if (info === undefined) {
    throw new UmbelError({
      code: 'import.not-found',
      kind: 'not-found',
      message: `There is no file or folder ${given}.`,
      hint: 'Give an .onnx file, or the folder of a TensorFlow.js model.',
    });
  }
  const file = info.isDirectory() ? await fileInFolder(given) : given;
  const extension = path.extname(file).toLowerCase();
  if (extension === '.onnx') return readOnnxSource(file);
  if (extension === '.json') return readTfjsSource(file, wishes);
  throw refuseImport(
    'format',
    `${file} is neither an ONNX file nor a TensorFlow.js model.json.`,
    exports[extension] ?? 'Export the model as ONNX, or as a TensorFlow.js LayersModel or GraphModel.',
  );
}

async function fileInFolder(dir: string): Promise<string> {
  const names = await readdir(dir);
  if (names.includes('model.json')) return path.join(dir, 'model.json');
  const found = names.filter((name) => name.toLowerCase().endsWith('.onnx'));
  if (found.length === 1) return path.join(dir, found[0]!);
  if (names.includes('saved_model.pb')) {
    throw refuseImport(
      'format',
      `${dir} holds a TensorFlow SavedModel.`,
      exports['.pb']!.replace('DIR', dir),
    );
  }
  throw refuseImport(
    'format',
    found.length === 0
      ? `${dir} holds neither an .onnx file nor a model.json.`
      : `${dir} holds ${found.length} .onnx files.`,
    'Give the file itself.',
  );
}
