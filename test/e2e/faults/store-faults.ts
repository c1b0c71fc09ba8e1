import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { Platform } from '#platform/platform.ts';
import type { ObjectStore } from '#platform/ports.ts';
import type { Marks } from './marks.ts';
import type { FaultPlan } from './plan.ts';

/** As the SDK reports what S3 answers when it cannot keep up. */
export function refusedByService(name: string, status: number): Error {
  return Object.assign(new Error('Please reduce your request rate.'), {
    name,
    $fault: 'server',
    $metadata: { httpStatusCode: status, attempts: 3 },
  });
}

/** The object store is away for a time that begins when the first photo is read. */
export function withOutage(platform: Platform, plan: FaultPlan, marks: Marks): Platform {
  const { outageMs } = plan;
  if (outageMs === undefined) return platform;
  const fail = (): boolean => {
    if (process.env['AWS_LAMBDA_FUNCTION_NAME'] === 'umbel-tile-photos') marks.first('outage');
    if (!marks.has('outage') || Date.now() - Number(marks.text('outage')) > outageMs) return false;
    marks.note('refused', process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'container');
    return true;
  };
  return {
    ...platform,
    objects: failing(platform.objects, () =>
      fail() ? refusedByService('ServiceUnavailable', 503) : undefined,
    ),
  };
}

/** A store whose calls fail with what `fault` gives. */
export function failing(
  objects: ObjectStore,
  fault: (method: keyof ObjectStore) => Error | undefined,
): ObjectStore {
  const orFail = <Result>(method: keyof ObjectStore, call: () => Promise<Result>): Promise<Result> => {
    const error = fault(method);
    return error === undefined ? call() : Promise.reject(error);
  };
  return {
    get: (ref) => orFail('get', () => objects.get(ref)),
    head: (ref) => orFail('head', () => objects.head(ref)),
    put: (...args) => orFail('put', () => objects.put(...args)),
    putIf: (...args) => orFail('putIf', () => objects.putIf(...args)),
    putStream: (...args) => orFail('putStream', () => objects.putStream(...args)),
    delete: (ref) => orFail('delete', () => objects.delete(ref)),
    async *list(bucket, prefix) {
      const first = fault('list');
      if (first !== undefined) throw first;
      let listed = 0;
      for await (const object of objects.list(bucket, prefix)) {
        yield object;
        // As between two pages.
        const later = ++listed === 3 ? fault('list') : undefined;
        if (later !== undefined) throw later;
      }
    },
  };
}

/** No file can be written until there is room again: at the edge to the file system, beneath the product's own code. */
export function withFullDisk(marks: Marks): void {
  const { writeFile } = fs;
  const full: typeof writeFile = async (file, ...rest) => {
    if (process.env['AWS_LAMBDA_FUNCTION_NAME'] === 'umbel-tile-photos' && !marks.has('room')) {
      marks.note('refused', 'a file');
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
        code: 'ENOSPC',
        errno: -28,
        syscall: 'write',
      });
    }
    return writeFile(file, ...rest);
  };
  fs.writeFile = full;
  syncBuiltinESMExports();
}
