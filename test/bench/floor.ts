/**
 * The least that a flight can cost: a full decode with one resize to the sheet's scale, and the bare ONNX session on the
 * same tiles in batches of 8, one thread, nothing else. Beside it the decode that the pipeline really uses, in which
 * libjpeg shrinks while it decodes. Arguments: package folder, then photos. Prints JSON.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp, { type Sharp } from 'sharp';
import { parseModelManifest } from '#core/model/package.ts';
import { placePhoto } from '#core/photo/place.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { layoutSheet } from '#core/tiling/sheet.ts';

const batch = 8;
sharp.concurrency(1);
sharp.cache(false);

const [modelDir = '', ...photos] = process.argv.slice(2);
const manifest = parseModelManifest(readFileSync(path.join(modelDir, 'model.json'), 'utf8'));
const session = await InferenceSession.create(path.join(modelDir, manifest.weights ?? ''), {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});
const { tilePx } = manifest.input;
const pixels = new Uint8Array(batch * tilePx * tilePx * 3).fill(100);
const feeds = { [manifest.input.name]: new Tensor('uint8', pixels, [batch, tilePx, tilePx, 3]) };
await session.run(feeds);

let decodeS = 0;
let shrunkS = 0;
let inferS = 0;
for (const photo of photos) {
  const bytes = readFileSync(photo);
  const { width, height } = await sharp(bytes).metadata();
  const size = { widthPx: width, heightPx: height };
  const place = placePhoto(bytes, size, { sheet: { tiling: manifest.tiling } });
  const layout = layoutSheet(
    planTiles(manifest.tiling, { ...size, gsdM: place.gsdM ?? 0.011 }),
    size,
    tilePx,
  );
  const resized = (photo: Sharp) =>
    photo.resize(layout.scaledWidthPx, layout.scaledHeightPx, { fit: 'fill' }).raw().toBuffer();
  // An extract before the resize turns libjpeg's shrinking off: every pixel is decoded.
  decodeS += await cpuOf(() => resized(sharp(bytes).extract({ left: 0, top: 0, width, height })));
  shrunkS += await cpuOf(() => resized(sharp(bytes)));
  inferS += await cpuOf(async () => {
    for (let done = 0; done < layout.cols * layout.rows; done += batch) await session.run(feeds);
  });
}
console.log(JSON.stringify({ photos: photos.length, decodeS, shrunkS, inferS }));

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
