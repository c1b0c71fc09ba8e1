import { expect, it } from 'vitest';
import { uploadProgress } from '#cli/upload/upload-progress.ts';

it('tells files, bytes, rate and what is left', () => {
  let nowMs = 0;
  const lines: string[] = [];
  const progress = uploadProgress({ write: (text) => lines.push(text) }, () => nowMs);
  progress.begin(4, 40e6);
  nowMs = 2000;
  progress.bytes(5e6);
  nowMs = 5000;
  progress.bytes(5e6);
  progress.file();
  nowMs = 20_000;
  progress.bytes(30e6);
  progress.end();
  expect(lines).toEqual([
    'Uploading: 0 of 4 files, 10 of 40 MB, 2.0 MB/s, 15 s left\n',
    'Uploading: 1 of 4 files, 40 of 40 MB, 2.0 MB/s, 20 s\n',
    'Uploading: 1 of 4 files, 40 of 40 MB, 2.0 MB/s, 20 s\n',
  ]);
});
