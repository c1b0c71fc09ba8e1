import type { Platform } from '#platform/platform.ts';
import type { Marks } from './marks.ts';
import type { FaultPlan } from './plan.ts';

const functionName = () => process.env['AWS_LAMBDA_FUNCTION_NAME'];

/** Lets a function wait for ever in its first call. */
export function withHang(platform: Platform, plan: FaultPlan, marks: Marks): Platform {
  if (plan.hang === undefined || functionName() !== plan.hang) return platform;
  const { objects } = platform;
  const get: typeof objects.get = async (ref) => {
    if (marks.first('hung')) await new Promise(() => undefined);
    return objects.get(ref);
  };
  return { ...platform, objects: { ...objects, get } };
}

/** Ends the program as a crash of native code would, each time it comes to a poison photo. */
export function withPoison(platform: Platform, plan: FaultPlan, marks: Marks): Platform {
  const { poison } = plan;
  if (poison === undefined) return platform;
  const isHere =
    poison.stage === 'tile-photos' ? functionName() === 'umbel-tile-photos' : functionName() === undefined;
  if (!isHere) return platform;
  const { objects } = platform;
  const get: typeof objects.get = (ref) => {
    const photo = poison.photos.find((name) => ref.key.includes(name));
    if (photo !== undefined) {
      marks.note('crashes', photo);
      // A Lambda's thread ends as its process would: without a word.
      // oxlint-disable-next-line unicorn/no-process-exit -- that is the fault
      if (poison.stage === 'tile-photos') process.exit(139);
      process.kill(process.pid, 'SIGSEGV');
    }
    return objects.get(ref);
  };
  return { ...platform, objects: { ...objects, get } };
}
