import { expect } from 'vitest';
import type { Flown, Outputs } from './fly.ts';

/** Nothing lost, nothing doubled, the same result. */
export function expectSame({ outcome, outputs }: Flown, expected: Outputs): void {
  expect(outcome).toMatchObject({ status: 'SUCCEEDED' });
  expect(outputs.counts).toEqual(expected.counts);
  expect(outputs.files).toEqual(expected.files);
}

/** Lines of a CSV file of the outputs, without those of one photo. */
export function linesWithout({ files }: Outputs, file: string, photo: string): string[] {
  return (files[file] ?? '').split('\n').filter((line) => !line.startsWith(photo));
}
