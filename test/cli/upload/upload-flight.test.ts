import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseManifest } from '#core/flight/manifest.ts';
import { partBytes } from '#cli/upload/store-file.ts';
import { uploadFlight, type UploadOptions } from '#cli/upload/upload-flight.ts';
import { uploadProgress } from '#cli/upload/upload-progress.ts';
import { type FakeS3, startFakeS3 } from '../../platform/aws/fake-s3.ts';

let s3: FakeS3;
let dir: string;
let home: string;
let client: S3Client;

function clientOf(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: 'eu-north-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

beforeEach(async () => {
  s3 = await startFakeS3();
  dir = mkdtempSync(path.join(tmpdir(), 'umbel-upload-'));
  home = mkdtempSync(path.join(tmpdir(), 'umbel-upload-home-'));
  vi.stubEnv('UMBEL_HOME', home);
  client = clientOf(s3.endpoint);
  writeFileSync(path.join(dir, 'a.jpg'), 'photo a');
  mkdirSync(path.join(dir, 'card 2'));
  writeFileSync(path.join(dir, 'card 2', 'b.JPG'), 'photo b');
  writeFileSync(path.join(dir, 'notes.txt'), 'windy');
});

afterEach(async () => {
  client.destroy();
  await s3.close();
  for (const folder of [dir, home]) rmSync(folder, { recursive: true, force: true });
});

function upload(change: Partial<UploadOptions> = {}) {
  const progress = uploadProgress({ write: () => true });
  return uploadFlight({ dir, flightId: 'f1', bucket: 'up', client, atOnce: 2, progress, ...change });
}

function stateFiles(): string[] {
  return readdirSync(path.join(home, 'uploads'));
}

function puts(): string[] {
  return s3.calls.filter((call) => call.startsWith('PUT'));
}

describe('uploadFlight', () => {
  it('stores the photos, then the manifest that lists them', async () => {
    expect(await upload()).toMatchObject({ photos: 2, sent: 2, manifest: 'written' });
    expect(puts().at(-1)).toBe('PUT flights/f1/flight.json');
    const manifest = parseManifest(String(s3.object('flights/f1/flight.json')));
    expect(manifest).toMatchObject({ flightId: 'f1', sideFiles: ['notes.txt'] });
    expect(manifest.photos?.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ['a.jpg', 7],
      ['card 2/b.JPG', 7],
    ]);
    expect(String(s3.object('flights/f1/card 2/b.JPG'))).toBe('photo b');
    expect(s3.storageClassOf('flights/f1/a.jpg')).toBe('INTELLIGENT_TIERING');
    expect(stateFiles()).toEqual([]);
  });

  it('sends nothing twice, and announces a flight that is there not again', async () => {
    await upload();
    s3.calls.length = 0;
    expect(await upload()).toMatchObject({ photos: 2, sent: 0, manifest: 'already-there' });
    expect(puts()).toEqual([]);
  });

  it('sends a photo that was edited, and the manifest with it', async () => {
    await upload();
    s3.calls.length = 0;
    writeFileSync(path.join(dir, 'a.jpg'), 'photo A');
    expect(await upload()).toMatchObject({ sent: 1, manifest: 'written' });
    expect(puts()).toEqual(['PUT flights/f1/a.jpg', 'PUT flights/f1/flight.json']);
  });

  it('stores large files in parts, and goes on with the part at which it was cut off', async () => {
    const bytes = randomBytes(2 * partBytes + 1000);
    writeFileSync(path.join(dir, 'big.jpg'), bytes);
    s3.interfere = (call) => (call === 'PUT flights/f1/big.jpg?partNumber=2' ? 403 : undefined);
    await expect(upload()).rejects.toMatchObject({ code: 'aws.denied' });
    expect(s3.object('flights/f1/flight.json')).toBeUndefined();
    expect(stateFiles()).toHaveLength(1);
    s3.interfere = () => undefined;
    s3.calls.length = 0;
    expect(await upload()).toMatchObject({ manifest: 'written' });
    expect(s3.calls.filter((call) => call.includes('big.jpg'))).toEqual([
      'PUT flights/f1/big.jpg?partNumber=2',
      'PUT flights/f1/big.jpg?partNumber=3',
      'POST flights/f1/big.jpg',
    ]);
    expect(s3.object('flights/f1/big.jpg')?.equals(bytes)).toBe(true);
  });

  it('begins anew when S3 has given an unfinished upload up', async () => {
    writeFileSync(path.join(dir, 'big.jpg'), randomBytes(partBytes + 1));
    s3.interfere = (call) => (call.endsWith('partNumber=2') ? 403 : undefined);
    await expect(upload()).rejects.toThrow(/allow/);
    await s3.close();
    s3 = await startFakeS3();
    client = clientOf(s3.endpoint);
    expect(await upload()).toMatchObject({ manifest: 'written' });
    expect(s3.object('flights/f1/big.jpg')).toHaveLength(partBytes + 1);
  });

  it('begins anew when S3 has given up an upload whose parts are all there', async () => {
    const bytes = randomBytes(partBytes + 1);
    writeFileSync(path.join(dir, 'big.jpg'), bytes);
    s3.interfere = (call) => (call === 'POST flights/f1/big.jpg' ? 403 : undefined);
    await expect(upload()).rejects.toMatchObject({ code: 'aws.denied' });
    s3.interfere = () => undefined;
    s3.forgetUploads();
    expect(await upload()).toMatchObject({ manifest: 'written' });
    expect(s3.object('flights/f1/big.jpg')?.equals(bytes)).toBe(true);
  });

  it('sees that parts were joined though the answer was lost, and sends none of them again', async () => {
    writeFileSync(path.join(dir, 'big.jpg'), randomBytes(partBytes + 1));
    let losses = 1;
    s3.losesAnswer = (call) => call === 'POST flights/f1/big.jpg' && losses-- > 0;
    expect(await upload()).toMatchObject({ manifest: 'written' });
    const parts = s3.calls.filter((call) => call.includes('big.jpg?partNumber'));
    expect(parts).toHaveLength(2);
    expect(s3.openUploads()).toBe(0);
  });

  it('joins no parts of a file that was written to meanwhile, and sends the new content next time', async () => {
    writeFileSync(path.join(dir, 'big.jpg'), randomBytes(2 * partBytes));
    const changed = randomBytes(2 * partBytes);
    s3.interfere = (call) => {
      if (call.endsWith('partNumber=2')) writeFileSync(path.join(dir, 'big.jpg'), changed);
      return undefined;
    };
    await expect(upload()).rejects.toMatchObject({ code: 'upload.changed' });
    expect(s3.object('flights/f1/big.jpg')).toBeUndefined();
    s3.interfere = () => undefined;
    expect(await upload()).toMatchObject({ manifest: 'written' });
    expect(s3.object('flights/f1/big.jpg')?.equals(changed)).toBe(true);
  });

  it('asks nothing of files that a former try has stored', async () => {
    s3.interfere = (call) => (call === 'PUT flights/f1/flight.json' ? 403 : undefined);
    await expect(upload()).rejects.toMatchObject({ code: 'aws.denied' });
    s3.interfere = () => undefined;
    s3.calls.length = 0;
    expect(await upload()).toMatchObject({ sent: 0, manifest: 'written' });
    expect(s3.calls.filter((call) => call.includes('.jpg') || call.includes('.JPG'))).toEqual([]);
  });

  it('sends again what somebody deleted from the bucket between two tries', async () => {
    s3.interfere = (call) => (call === 'PUT flights/f1/flight.json' ? 403 : undefined);
    await expect(upload()).rejects.toMatchObject({ code: 'aws.denied' });
    s3.interfere = () => undefined;
    await client.send(new DeleteObjectCommand({ Bucket: 'up', Key: 'flights/f1/a.jpg' }));
    expect(await upload()).toMatchObject({ sent: 1, manifest: 'written' });
    expect(String(s3.object('flights/f1/a.jpg'))).toBe('photo a');
  });

  it('stores an empty file, for the flight to say what is wrong with it', async () => {
    writeFileSync(path.join(dir, 'empty.jpg'), '');
    expect(await upload()).toMatchObject({ photos: 3, manifest: 'written' });
    expect(s3.object('flights/f1/empty.jpg')).toHaveLength(0);
  });

  it.each([
    ['a busy service', 503],
    ['a body that arrived damaged', [400, 'BadDigest'] as const],
    ['a line that is too slow for S3', [400, 'RequestTimeout'] as const],
  ])('tries again after %s', async (_, answer) => {
    let failures = 2;
    s3.interfere = (call) => (call === 'PUT flights/f1/a.jpg' && failures-- > 0 ? answer : undefined);
    expect(await upload()).toMatchObject({ manifest: 'written' });
    expect(s3.calls.filter((call) => call === 'PUT flights/f1/a.jpg')).toHaveLength(3);
    expect(String(s3.object('flights/f1/a.jpg'))).toBe('photo a');
  });

  it('gives up when its patience is over, and writes no manifest', async () => {
    s3.interfere = (call) => (call === 'PUT flights/f1/a.jpg' ? 503 : undefined);
    await expect(upload({ patienceMs: 1000 })).rejects.toMatchObject({ code: 'aws.busy' });
    expect(s3.object('flights/f1/flight.json')).toBeUndefined();
    expect(s3.calls.filter((call) => call === 'PUT flights/f1/a.jpg').length).toBeGreaterThan(1);
  });

  it('writes no manifest when a photo changes while it is sent', async () => {
    s3.interfere = (call) => {
      if (call === 'PUT flights/f1/a.jpg') writeFileSync(path.join(dir, 'a.jpg'), 'photo a, longer');
      return undefined;
    };
    await expect(upload()).rejects.toMatchObject({ code: 'upload.changed', kind: 'conflict' });
    expect(s3.object('flights/f1/flight.json')).toBeUndefined();
  });

  it('keeps to the bandwidth that is asked for', async () => {
    writeFileSync(path.join(dir, 'c.jpg'), randomBytes(400_000));
    const startedMs = performance.now();
    await upload({ bytesPerS: 1_000_000 });
    expect(performance.now() - startedMs).toBeGreaterThan(300);
  });

  it.each([
    ['flight.id-invalid', { flightId: '../x' }],
    ['flight.folder-missing', { dir: '/nowhere/at/all' }],
  ])('refuses with %s before anything is sent', async (code, change) => {
    await expect(upload(change)).rejects.toMatchObject({ code });
    expect(s3.calls).toEqual([]);
  });

  it('refuses a folder whose flight.json names another flight', async () => {
    writeFileSync(path.join(dir, 'flight.json'), '{"schema":"umbel.flight/1","flightId":"other"}');
    await expect(upload()).rejects.toMatchObject({
      code: 'flight.id-mismatch',
      message: expect.stringContaining('other') as string,
    });
  });
});
