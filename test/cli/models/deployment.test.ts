import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withRegistry } from '#cli/models/open-registry.ts';
import { registerFolder } from '#cli/models/register.ts';
import { type FakeS3, startFakeS3 } from '../../platform/aws/fake-s3.ts';
import { demoModelDir } from '../../platform/evaluate/tile-files.ts';
import { startDynalite } from '../../platform/tables/dynalite.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

let s3: FakeS3;
beforeAll(async () => {
  await startDynalite();
  s3 = await startFakeS3();
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.endpoint);
});
afterAll(() => s3.close());

/** Every name that the command line reads of a deployment. */
const outputs = {
  data: {
    UploadsBucket: 'bucket',
    ReviewBucket: 'bucket',
    ModelsBucket: 'bucket',
    FlightsTable: 'umbel-flights',
    LabelsTable: 'umbel-labels',
    ModelsTable: 'umbel-models',
    AuditTable: 'umbel-audit',
  },
};

describe('the registry of a deployment', () => {
  it('is reached by the names that its outputs tell', async () => {
    for (const name of Object.keys(process.env).filter((name) => /^UMBEL_\w+_(?:BUCKET|TABLE)$/.test(name)))
      vi.stubEnv(name, undefined);
    const deployment = path.join(temporaryFolder(), 'cdk-outputs.json');
    writeFileSync(deployment, JSON.stringify(outputs));
    const where = { deployment, by: 'ann' };
    const { modelId } = await withRegistry(where, (registry) => registerFolder(registry, demoModelDir));
    expect(s3.object(`models/${modelId}/weights.onnx`)?.length).toBeGreaterThan(100_000);
    await withRegistry(where, (registry) => registry.promote({ modelId, instead: null }));
    expect(await withRegistry(where, (registry) => registry.list())).toMatchObject([
      { modelId, state: 'production', registeredBy: 'ann' },
    ]);
    expect(await withRegistry(where, (registry) => registry.log())).toHaveLength(2);
  });
});
